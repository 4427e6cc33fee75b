import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SandboxError, type StageOutcome } from '../backend.ts';
import { FakeBackends } from './testing/fake-backend.ts';
import { context, stage, text } from './testing/stage.ts';

const backends = new FakeBackends();
afterEach(() => backends.closeAll());
afterAll(() => backends[Symbol.asyncDispose]());

test('launching starts the keeper and nothing else', async () => {
  const backend = backends.create();
  await backend.launch();
  const keeper = backend.status().facts.keeper_pid;
  expect(keeper).toBeGreaterThan(0);
  expect(backend.status().ready).toBe(false);
  await backend.start();
  expect(backend.status()).toMatchObject({ ready: true, facts: { keeper_pid: keeper, keeper_restarts: 0 } });
});

describe('the death of the supervisor', () => {
  test.each(['die', 'garbage'])('by %s fails what is in flight, and the next run works', async (how) => {
    const backend = await backends.start();
    const inFlight = backend.run(stage(['hang']), context());
    await expect(backend.run(stage([how]), context())).rejects.toBeInstanceOf(SandboxError);
    await expect(inFlight).rejects.toThrow(/supervisor died/);
    expect((await backend.run(stage(['exit', '5']), context())).end).toEqual({ kind: 'exited', code: 5 });
    expect(backend.status().facts.restarts).toBe(1);
  });

  test('is also seen when it is there but silent', async () => {
    const backend = await backends.start({ heartbeatMs: 300 });
    await expect(backend.run(stage(['mute']), context())).rejects.toThrow(/supervisor died/);
    expect((await backend.run(stage(['exit', '5']), context())).end).toEqual({ kind: 'exited', code: 5 });
  });

  test('with its keeper has another keeper started', async () => {
    const backend = await backends.start();
    const first = backend.status().facts.keeper_pid;
    if (typeof first !== 'number') throw new Error('The keeper has no pid.');
    const inFlight = backend.run(stage(['hang']), context());
    process.kill(first, 'SIGKILL');
    await expect(inFlight).rejects.toBeInstanceOf(SandboxError);
    expect((await backend.run(stage(['exit', '6']), context())).end).toEqual({ kind: 'exited', code: 6 });
    expect(backend.status().facts).toMatchObject({ keeper_restarts: 1, restarts: 1 });
    expect(backend.status().facts.keeper_pid).not.toBe(first);
  });
});

describe('another root file system', () => {
  test('takes the new runs, while the old life finishes its own', async () => {
    const backend = await backends.start();
    const aborting = new AbortController();
    const old = backend.run(stage(['hang']), context(aborting.signal));
    const { bundle } = await backend.run(stage(['exit', '0'], { keep: true }), context());
    if (bundle === null) throw new Error('No bundle was kept.');
    await backend.reconfigure({ rootfs: '/roots/2' });
    const rootfs = (outcome: StageOutcome) => JSON.parse(text(outcome.stdout)).rootfs;
    expect(rootfs(await backend.run(stage(['describe']), context()))).toBe('/roots/2');
    expect(rootfs(await backend.run(stage(['describe'], { bundle }), context()))).toBe('host');
    expect((await backend.stats()).lives).toBe(2);
    aborting.abort();
    expect((await old).end).toEqual({ kind: 'cancelled' });
    expect((await backend.stats()).lives).toBe(2);
    backend.release(bundle);
    expect((await backend.stats()).lives).toBe(1);
    expect(backend.status().facts).toMatchObject({ rootfs: '/roots/2', restarts: 0 });
  });

  test('that is refused changes nothing', async () => {
    const backend = await backends.start();
    await expect(backend.reconfigure({ rootfs: '/refused' })).rejects.toThrow(/not there/);
    expect(backend.status()).toMatchObject({ ready: true, facts: { rootfs: 'host' } });
    expect((await backend.run(stage(['exit', '0']), context())).end).toEqual({ kind: 'exited', code: 0 });
  });
});

test('closing fails what is in flight, ends the keeper and leaves no socket', async () => {
  const socketDir = path.join(backends.folder, 'closing');
  const backend = await backends.start({ socketDir });
  expect(await readdir(socketDir)).toHaveLength(1);
  const keeper = Number(backend.status().facts.keeper_pid);
  const inFlight = expect(backend.run(stage(['hang']), context())).rejects.toBeInstanceOf(SandboxError);
  await backend.close();
  await inFlight;
  expect(() => process.kill(keeper, 0)).toThrow(/ESRCH/);
  expect(await readdir(socketDir)).toHaveLength(0);
  await expect(backend.run(stage(['exit', '0']), context())).rejects.toBeInstanceOf(SandboxError);
});

test('a socket that a killed service left is removed, and that of a living one is not', async () => {
  const socketDir = path.join(backends.folder, 'stale');
  await mkdir(socketDir);
  const gone = spawnSync('true').pid;
  const [left, alive] = [`supervisor-${gone}-1.sock`, `supervisor-${process.ppid}-1.sock`];
  for (const name of [left, alive]) await writeFile(path.join(socketDir, name), '');
  await backends.start({ socketDir });
  const names = await readdir(socketDir);
  expect(names).toContain(alive);
  expect(names).not.toContain(left);
});

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SandboxError } from '../backend.ts';
import { FakeBackends } from './testing/fake-backend.ts';
import { context, stage, text } from './testing/stage.ts';

const backends = new FakeBackends();
afterEach(() => backends.closeAll());
afterAll(() => backends[Symbol.asyncDispose]());

describe('cancelling', () => {
  test('ends a run by its END, and no other run', async () => {
    const backend = await backends.start();
    const aborting = new AbortController();
    const cancelled = backend.run(stage(['hang']), context(aborting.signal));
    const lasting = new AbortController();
    const neighbour = backend.run(stage(['hang']), context(lasting.signal));
    await expect.poll(async () => (await backend.stats()).live).toBe(2);
    aborting.abort();
    expect((await cancelled).end).toEqual({ kind: 'cancelled' });
    expect((await cancelled).timings.prepareMs).toBe(1.5);
    expect((await backend.stats()).live).toBe(1);
    lasting.abort();
    await neighbour;
  });

  test('before the start sends nothing', async () => {
    const backend = await backends.start();
    const outcome = await backend.run(stage(['exit', '0']), context(AbortSignal.abort()));
    expect(outcome.end).toEqual({ kind: 'cancelled' });
    expect((await backend.stats()).runs).toBe(0);
  });

  test('while it waits for room on the connection sends nothing', async () => {
    const backend = await backends.start();
    const stdin = Buffer.alloc(30 * 1024 * 1024);
    const large = backend.run(stage(['exit', '0'], { stdin }), context());
    const aborting = new AbortController();
    const waiting = backend.run(stage(['hang']), context(aborting.signal));
    aborting.abort();
    expect((await waiting).end).toEqual({ kind: 'cancelled' });
    await large;
    expect((await backend.stats()).runs).toBe(1);
  });

  test('after the end does nothing', async () => {
    const backend = await backends.start();
    const aborting = new AbortController();
    await backend.run(stage(['exit', '0']), context(aborting.signal));
    aborting.abort();
    expect((await backend.run(stage(['exit', '4']), context())).end).toEqual({ kind: 'exited', code: 4 });
  });
});

describe('bundles', () => {
  test('are kept on success, used, and forgotten once', async () => {
    const backend = await backends.start();
    const { bundle } = await backend.run(stage(['exit', '0'], { keep: true }), context());
    if (bundle === null) throw new Error('No bundle was kept.');
    const used = await backend.run(stage(['describe'], { bundle }), context());
    expect(JSON.parse(text(used.stdout)).numbers['14']).toBe(7);
    backend.release(bundle);
    backend.release(bundle);
    expect((await backend.stats()).bundles).toBe(0);
    await expect(backend.run(stage(['exit', '0'], { bundle }), context())).rejects.toBeInstanceOf(
      SandboxError,
    );
  });

  test('are not kept on failure', async () => {
    const backend = await backends.start();
    expect((await backend.run(stage(['exit', '1'], { keep: true }), context())).bundle).toBeNull();
  });

  test('are lost with the supervisor', async () => {
    const backend = await backends.start();
    const { bundle } = await backend.run(stage(['exit', '0'], { keep: true }), context());
    if (bundle === null) throw new Error('No bundle was kept.');
    await expect(backend.run(stage(['die']), context())).rejects.toBeInstanceOf(SandboxError);
    await expect(backend.run(stage(['exit', '0'], { bundle }), context())).rejects.toThrow(/lost/);
    backend.release(bundle);
    await backend.run(stage(['exit', '0']), context());
    expect((await backend.stats()).bundles).toBe(0);
  });
});

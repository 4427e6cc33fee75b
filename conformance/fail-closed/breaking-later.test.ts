/**
 * What worked when the service started can break later. Then a run fails as the platform's failure, with the step that
 * failed, and is never run without the layer; and when it works again, so do the runs.
 */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SandboxError } from '../../packages/gozolite/src/sandbox/backend.ts';
import type { NativeBackend } from '../../packages/gozolite/src/sandbox/native/native-backend.ts';
import { openNative } from '../backend/native-subject.ts';
import { probe } from '../backend/probe.ts';
import { runContext } from '../backend/subject.ts';
import { post } from '../execute.ts';
import { descendantsOf } from '../host.ts';
import { startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { openWorkshop, type Workshop } from './deprived.ts';
import { MISSING_LAYERS, type MissingLayer } from './layers.ts';

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop();
});
afterAll(() => workshop?.[Symbol.dispose]());

const BREAKABLE = MISSING_LAYERS.filter(({ refuse, onlyAtStart }) => refuse !== undefined && !onlyAtStart);

/** Why a run that must not be could not be. */
async function failure(backend: NativeBackend): Promise<string> {
  const outcome = await backend.run(probe('exit', [7]), runContext()).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SandboxError);
  return String(outcome);
}

async function works(backend: NativeBackend): Promise<void> {
  expect((await backend.run(probe('exit', [7]), runContext())).end).toEqual({ kind: 'exited', code: 7 });
}

it.for(BREAKABLE.map((one): [string, MissingLayer] => [one.name, one]))(
  'no run goes without, when later %s',
  async ([, missing]) => {
    const supervisor = workshop.supervisor({ ...missing, later: true });
    const backend = await openNative({ binary: supervisor.path, rootfs: 'host', prepared: 0 });
    try {
      await works(backend);
      {
        using _broken = supervisor.breakNow();
        for (let round = 0; round < 2; round++) expect(await failure(backend)).toMatch(missing.says);
      }
      await until(() => works(backend).then(() => true), { withinMs: 10_000, what: 'runs work again' });
      expect(backend.status().facts.restarts).toBe(0);
    } finally {
      await backend.close();
    }
  },
);

describe('taken away by the host itself', () => {
  const keeperOf = (backend: NativeBackend): number => Number(backend.status().facts.keeper_pid);

  it('cgroups become read-only', async () => {
    const { path } = workshop.supervisor({ through: ['unshare', '--mount', '--propagation=private'] });
    // None is prepared: a descriptor that is open for writing keeps a mount from becoming read-only.
    const backend = await openNative({ binary: path, rootfs: 'host', prepared: 0 });
    const remount = (mode: 'ro' | 'rw') =>
      execFileSync('nsenter', [
        `--mount=/proc/${keeperOf(backend)}/ns/mnt`,
        'sh',
        '-c',
        `for at in $(findmnt -rno TARGET -t cgroup,cgroup2); do mount -o remount,bind,${mode} "$at" || exit 1; done`,
      ]);
    try {
      await works(backend);
      await until(async () => (await backend.stats()).live === 0, {
        withinMs: 5000,
        what: 'its sandbox is gone',
      });
      remount('ro');
      expect(await failure(backend)).toMatch(/Cannot make the cgroup: Read-only file system/);
      remount('rw');
      await until(
        () =>
          works(backend).then(
            () => true,
            () => false,
          ),
        { withinMs: 10_000, what: 'runs work again' },
      );
    } finally {
      await backend.close();
    }
  });

  it('descriptors run out where sandboxes are made', async () => {
    const backend = await openNative({ rootfs: 'host', prepared: 0 });
    const limit = (soft: number) => {
      const maker = descendantsOf(keeperOf(backend)).find(({ name }) => name === 'gozolite-maker');
      execFileSync('prlimit', [`--pid=${maker?.pid}`, `--nofile=${soft}:`]);
    };
    try {
      await works(backend);
      limit(16);
      expect(await failure(backend)).toMatch(/Cannot .*: Too many open files/);
      limit(1000);
      await until(
        () =>
          works(backend).then(
            () => true,
            () => false,
          ),
        { withinMs: 10_000, what: 'runs work again' },
      );
    } finally {
      await backend.close();
    }
  });
});

it('over HTTP that is an internal error, and the log names the step', async () => {
  const supervisor = workshop.supervisor({ refuse: ['sethostname=EPERM'], later: true });
  await using server = await startServer({ settings: { SUPERVISOR: supervisor.path, PREPARED: '1' } });
  using _broken = supervisor.breakNow();
  // What was prepared before is complete, and may be used up.
  const failed = await until(
    async () => {
      const { result } = await post(server, '{"language":"bash","code":"echo it runs"}');
      return result.error === null ? false : result;
    },
    { withinMs: 10_000, what: 'what was prepared is used up' },
  );
  expect(failed).toMatchObject({ error: 'INTERNAL_ERROR', stdout: '' });
  const told = () =>
    server.lines().some((line) => line.includes(failed.id) && /cannot set the host name/i.test(line));
  await until(told, { withinMs: 2000, what: 'the log says which step, under the id of the run' });
});

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

/** What a run may ask for of what its program leaves. */
const ARTIFACTS = { artifacts: { globs: ['a'], maxBytes: 100 } };

/** Why a run that must not be could not be. */
async function failure(backend: NativeBackend): Promise<string> {
  const outcome = await backend.run(probe('exit', [7]), runContext()).catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(SandboxError);
  return String(outcome);
}

async function works(backend: NativeBackend): Promise<void> {
  expect((await backend.run(probe('exit', [7]), runContext())).end).toEqual({ kind: 'exited', code: 7 });
}

const worksAgain = (backend: NativeBackend): Promise<boolean> =>
  until(
    () =>
      works(backend).then(
        () => true,
        () => false,
      ),
    { withinMs: 10_000, what: 'runs work again' },
  );

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
      await worksAgain(backend);
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
      await worksAgain(backend);
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
      await worksAgain(backend);
    } finally {
      await backend.close();
    }
  });
});

const COLLECTING = [
  ['the memory for a kept tree', 'memfd_create=EMFILE', { keep: true }],
  ['the seal of a kept tree', 'fcntl,arg1=1033=EPERM', { keep: true }],
  ['a descriptor to read with', 'openat2,by=gozolite-gather=ENFILE', { keep: true }],
  ['a descriptor to read artifacts with', 'openat2,by=gozolite-gather=ENFILE', ARTIFACTS],
  ['a process to read with', 'clone3,by=gozolite-maker=EAGAIN', ARTIFACTS],
  ['a filter for that process', 'seccomp,by=gozolite-gather=EPERM', ARTIFACTS],
  ['the memory that is read into', 'write,by=gozolite-gather=ENOSPC', { keep: true }],
] as const;

it.for(COLLECTING)(
  'what a program left is not told as missing, when later %s is',
  async ([, refused, asks]) => {
    const supervisor = workshop.supervisor({ refuse: [refused], later: true });
    const backend = await openNative({ binary: supervisor.path, rootfs: 'host', prepared: 1 });
    const spec = () =>
      probe('exit', [0], { files: [{ path: 'a', content: Buffer.from('x'), mode: 0o600 }], ...asks });
    try {
      const { bundle, artifacts } = await backend.run(spec(), runContext());
      expect(bundle !== null || artifacts.length > 0).toBe(true);
      await until(async () => (await backend.stats()).prepared === 1, {
        withinMs: 5000,
        what: 'one is prepared',
      });
      using _broken = supervisor.breakNow();
      const outcome = await backend.run(spec(), runContext()).catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(SandboxError);
      expect(String(outcome)).toMatch(/Cannot (collect what the program left|keep the tree)/);
    } finally {
      await backend.close();
    }
  },
);

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

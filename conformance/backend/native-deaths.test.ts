/**
 * What only the native backend has: a supervisor and a keeper that can be killed, and a host on which nothing may be left.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SandboxError } from '../../packages/gozolite/src/sandbox/backend.ts';
import type { NativeBackend } from '../../packages/gozolite/src/sandbox/native/native-backend.ts';
import {
  cgroupsNamed,
  descendantsOf,
  type HostState,
  hostState,
  isAlive,
  leftBehind,
  processOf,
} from '../host.ts';
import { until } from '../waiting.ts';
import { openNative, socketDir } from './native-subject.ts';
import { probe } from './probe.ts';
import { runContext } from './subject.ts';

let backend: NativeBackend;
beforeEach(async () => {
  backend = await openNative();
});
afterEach(() => backend.close());

const run = (spec: ReturnType<typeof probe>) => backend.run(spec, runContext());
/** What is on the host, of cgroups only those of this keeper: others may run here too. */
const look = (keeper: number): HostState =>
  hostState({ pid: process.pid, cgroupName: cgroupNameOf(keeper), folders: [socketDir] });
/** Part of the name of every cgroup that a keeper makes. */
const cgroupNameOf = (keeper: number): string => `-${keeper}-`;
const pidOf = (fact: 'supervisor_pid' | 'keeper_pid'): number => {
  const pid = backend.status().facts[fact];
  if (typeof pid !== 'number') throw new Error(`There is no ${fact}.`);
  return pid;
};

async function quiet(before: HostState, keeper: number): Promise<void> {
  let left: string[] = [];
  await until(
    () => {
      left = leftBehind(before, look(keeper));
      return left.length === 0;
    },
    { withinMs: 10_000, what: 'nothing left behind', everyMs: 50 },
  ).catch(() => expect(left).toEqual([]));
}

describe('killing', () => {
  test.each([
    ['supervisor', 'supervisor_pid'],
    ['keeper', 'keeper_pid'],
  ] as const)('the %s fails what is in flight, and the next run works', async (_, fact) => {
    await run(probe('exit', [0]));
    await idle();
    const keeper = pidOf('keeper_pid');
    const before = look(keeper);
    const inFlight = Array.from({ length: 3 }, () => run(probe('sleep', [60_000])));
    const rejected = Promise.all(inFlight.map((each) => expect(each).rejects.toBeInstanceOf(SandboxError)));
    await until(async () => (await backend.stats()).live === 3, { withinMs: 5000, what: 'three live runs' });
    const sandboxes = descendantsOf(pidOf('supervisor_pid'));
    expect(sandboxes.length).toBeGreaterThanOrEqual(3);
    process.kill(pidOf(fact), 'SIGKILL');
    await rejected;
    const begun = performance.now();
    expect((await run(probe('exit', [7]))).end).toEqual({ kind: 'exited', code: 7 });
    expect(performance.now() - begun).toBeLessThan(10_000);
    await until(() => !sandboxes.some(isAlive), { withinMs: 5000, what: 'the end of the orphans' });
    expect(backend.status().facts.restarts).toBe(1);
    await idle();
    await quiet(before, keeper);
  });

  test('the supervisor loses its bundles, and releasing them is harmless', async () => {
    const { bundle } = await run({ ...probe('exit', [0]), keep: true });
    if (bundle === null) throw new Error('No bundle was kept.');
    process.kill(pidOf('supervisor_pid'), 'SIGKILL');
    await until(() => backend.status().facts.restarts === 1, { withinMs: 10_000, what: 'a restart' });
    backend.release(bundle);
    expect((await run(probe('exit', [0]))).end).toEqual({ kind: 'exited', code: 0 });
    expect((await backend.stats()).bundles).toBe(0);
  });
});

test('a supervisor that is stopped is replaced, and what it ran is ended', async () => {
  await backend.close();
  backend = await openNative({ heartbeatMs: 100 });
  const inFlight = expect(run(probe('sleep', [60_000]))).rejects.toBeInstanceOf(SandboxError);
  await until(async () => (await backend.stats()).live === 1, { withinMs: 5000, what: 'a live run' });
  const stopped = pidOf('supervisor_pid');
  const below = descendantsOf(stopped);
  process.kill(stopped, 'SIGSTOP');
  try {
    await inFlight;
    expect((await run(probe('exit', [7]))).end).toEqual({ kind: 'exited', code: 7 });
    expect(pidOf('supervisor_pid')).not.toBe(stopped);
    await until(() => !below.some(isAlive), { withinMs: 5000, what: 'the end of what it ran' });
  } finally {
    if (processOf(stopped) !== null) process.kill(stopped, 'SIGCONT');
  }
});

/** Until nothing runs and as many sandboxes are prepared as should be. */
async function idle(): Promise<void> {
  await until(
    async () => {
      const stats = await backend.stats();
      return stats.live === 0 && stats.prepared === backend.status().facts.prepared;
    },
    { withinMs: 5000, what: 'an idle supervisor' },
  );
}

test('nothing is left of 300 runs of every kind', { timeout: 180_000 }, async () => {
  const kinds = [
    () => probe('exit', [0]),
    () => probe('raise', [11]),
    () => probe('background'),
    () => probe('flood-forever', [], { limits: { output_bytes: 10_000 } }),
    () => probe('crowd', [20]),
    () => probe('bomb', [], { limits: { processes: 16, time_ms: 100 } }),
    () => probe('touch', [60_000], { limits: { memory_kb: 32_768 } }),
    () => probe('fill', ['/tmp/x', 20_000_000], { limits: { disk_kb: 4096 } }),
    () => probe('baits', [], { artifacts: { globs: ['**'], maxBytes: 1000 } }),
    () => probe('sleep', [60_000], { limits: { time_ms: 50 } }),
  ];
  const batch = async (count: number) => {
    for (let at = 0; at < count; at += 4) {
      const four = kinds
        .concat(kinds)
        .slice(at % kinds.length)
        .slice(0, 4);
      await Promise.all(four.map((kind) => run(kind())));
    }
  };
  await batch(40);
  await idle();
  const keeper = pidOf('keeper_pid');
  const before = look(keeper);
  const stats = await backend.stats();
  await batch(300);
  await idle();
  await quiet(before, keeper);
  const after = await backend.stats();
  expect(after).toMatchObject({ live: 0, in_flight: 0, bundles: 0, setup_failures: 0, teardown_failures: 0 });
  expect((after.runs ?? 0) - (stats.runs ?? 0)).toBe(300);
});

test('nothing is left of a backend that was closed', async () => {
  await backend.close();
  const before = look(0);
  backend = await openNative();
  const keeper = pidOf('keeper_pid');
  expect(cgroupsNamed(cgroupNameOf(keeper))).not.toEqual([]);
  const inFlight = expect(run(probe('sleep', [60_000]))).rejects.toBeInstanceOf(SandboxError);
  await until(async () => (await backend.stats()).in_flight === 1, { withinMs: 5000, what: 'a run' });
  await backend.close();
  await inFlight;
  await quiet(before, keeper);
});

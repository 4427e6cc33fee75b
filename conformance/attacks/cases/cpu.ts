/** Attacks on CPU and time. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

const wall = () => limited({ time_ms: 500, cpu_time_ms: 10_000 });
const cpu = () => limited({ time_ms: 10_000, cpu_time_ms: 400 });
const OVER = { verdicts: ['TIME_LIMIT_EXCEEDED'], overtimeMs: 500 } as const;

export const CPU: readonly Attack[] = [
  {
    name: 'burns CPU for ever, against the CPU limit',
    program: 'cpu/busy-loop.c',
    request: cpu,
    ...OVER,
    evidence: ['cpu_time_ms'],
  },
  {
    name: 'burns CPU for ever, against the clock',
    program: 'cpu/busy-loop.c',
    request: wall,
    ...OVER,
    evidence: ['time_ms'],
  },
  {
    name: 'sleeps for ever',
    program: 'cpu/sleep-forever.c',
    // On a slow machine its start alone may take all of the ordinary limit.
    request: ({ slowness }) => limited({ time_ms: 500 * slowness, cpu_time_ms: 10_000 }),
    ...OVER,
    evidence: ['time_ms'],
    check: ({ cpu_time_ms, time_ms }) => {
      const slept = (time_ms ?? Number.NaN) - (cpu_time_ms ?? Number.NaN);
      assert.ok(slept > (time_ms ?? Number.NaN) / 2, `it slept for ${slept} of ${time_ms} ms`);
    },
  },
  {
    name: 'burns in eight threads',
    program: 'cpu/eight-spinners.c',
    request: cpu,
    ...OVER,
    evidence: ['cpu_time_ms'],
  },
  { name: 'stops itself', program: 'cpu/stop-itself.c', request: wall, ...OVER, evidence: ['time_ms'] },
  { name: 'stops its parent and burns in its place', program: 'cpu/stopped-parent.c', request: cpu, ...OVER },
  {
    name: 'floods itself with timers',
    program: 'cpu/timer-flood.c',
    verdicts: ['TIME_LIMIT_EXCEEDED', 'RUNTIME_ERROR', 'MEMORY_LIMIT_EXCEEDED'],
  },
  {
    name: 'spreads its CPU time over many short children',
    program: 'cpu/relay-of-children.c',
    request: cpu,
    ...OVER,
    evidence: ['cpu_time_ms'],
  },
  {
    name: 'raises its own limits and ignores every signal',
    program: 'cpu/raised-limits.c',
    request: cpu,
    ...OVER,
  },
  {
    name: 'burns in the kernel',
    program: 'cpu/kernel-time.c',
    request: cpu,
    ...OVER,
    evidence: ['cpu_time_ms'],
  },
  {
    name: 'burns in threads that live for a moment',
    program: 'cpu/thread-churn.c',
    request: cpu,
    ...OVER,
    evidence: ['cpu_time_ms'],
  },
  { name: 'stops its group and burns beside it', program: 'cpu/stopped-group.c', request: cpu, ...OVER },
  { name: 'asks to be scheduled before all others', program: 'cpu/priorities.c', verdicts: [null] },
];

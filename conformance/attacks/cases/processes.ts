/** Attacks with processes and threads. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { HELD } from '../attack.ts';
import { limited } from '../requests.ts';

const BOMB = { verdicts: ['PROCESS_LIMIT_EXCEEDED', 'TIME_LIMIT_EXCEEDED'], overtimeMs: 500 } as const;
const short = () => limited({ time_ms: 700 });

export const PROCESSES: readonly Attack[] = [
  { name: 'forks for ever', program: 'processes/fork-bomb.c', request: short, ...BOMB },
  { name: 'forks for ever in a shell', program: 'processes/fork-bomb.sh', request: short, ...BOMB },
  {
    name: 'forks for ever, deaf and in sessions of its own',
    program: 'processes/deaf-sessions.c',
    // What is kept of the dead until the kernel frees it counts as their memory.
    request: () => limited({ time_ms: 700, memory_kb: 524_288 }),
    ...BOMB,
  },
  {
    name: 'forks for ever with room for a thousand',
    program: 'processes/deaf-sessions.c',
    request: () => limited({ time_ms: 700, processes: 1000, memory_kb: 262_144, cpu_time_ms: 5000 }),
    verdicts: [...BOMB.verdicts, 'MEMORY_LIMIT_EXCEEDED'],
    overtimeMs: 500,
  },
  {
    name: 'leaves five thousand zombies',
    program: 'processes/zombies.c',
    verdicts: ['PROCESS_LIMIT_EXCEEDED', null],
    stdout: /^/,
  },
  {
    name: 'leaves two thousand orphans',
    program: 'processes/orphans.c',
    // It makes them faster than they may be reaped, and goes on when it is refused one.
    verdicts: [null, 'PROCESS_LIMIT_EXCEEDED'],
    request: () => limited({ time_ms: 10_000, cpu_time_ms: 5000 }),
  },
  {
    name: 'starts threads for ever',
    program: 'processes/thread-bomb.c',
    request: short,
    verdicts: [...BOMB.verdicts, 'RUNTIME_ERROR'],
  },
  {
    name: 'leaves a daemon that burns',
    program: 'processes/daemon.c',
    verdicts: [null],
    overtimeMs: 500,
    check: (result, { slowness }) =>
      assert.ok((result.time_ms ?? Number.NaN) < 500 * slowness, 'it ended at once'),
  },
  {
    name: 'executes itself for ever',
    program: 'processes/exec-chain.c',
    request: short,
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    overtimeMs: 500,
  },
  {
    name: 'reaps its own orphans and dies',
    program: 'processes/subreaper.c',
    verdicts: ['RUNTIME_ERROR'],
    check: (result) => assert.equal(result.signal, 'SIGKILL'),
  },
  {
    name: 'kills everything it can see',
    program: 'processes/kill-all.c',
    verdicts: ['RUNTIME_ERROR'],
    check: (result) => assert.equal(result.signal, 'SIGKILL'),
  },
  {
    name: 'waits for ever inside vfork',
    program: 'processes/vfork-hold.c',
    request: short,
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    overtimeMs: 500,
  },
  {
    name: 'starts sessions and programs while the limit strikes',
    program: 'escape/race-the-kill.c',
    // Room enough that processes are what it runs out of.
    request: () => limited({ time_ms: 700, memory_kb: 524_288 }),
    ...BOMB,
  },
  {
    name: 'uses threads and child processes as programs do',
    program: 'compat/threads.c',
    verdicts: [null],
    stdout: /^140 42$/m,
  },
  {
    name: 'leaves children that hold its output',
    program: 'output/held-stdout.sh',
    verdicts: [null],
    overtimeMs: 500,
    stdout: HELD,
  },
  {
    name: "leaves children of the sandbox's first process",
    program: 'processes/siblings.c',
    verdicts: [null],
    overtimeMs: 500,
  },
  {
    name: 'executes another program from a thread while others fork',
    program: 'processes/exec-from-thread.c',
    // Other processes may have taken all the room there is.
    verdicts: [null, 'PROCESS_LIMIT_EXCEEDED', 'RUNTIME_ERROR'],
    stdout: /^/,
  },
  {
    name: 'borrows memory in a chain of vforks',
    program: 'processes/vfork-bomb.c',
    request: short,
    ...BOMB,
  },
];

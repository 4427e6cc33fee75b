/** Attacks on memory, the kernel's own included. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { HELD } from '../attack.ts';
import { limited } from '../requests.ts';

const OVER = { verdicts: ['MEMORY_LIMIT_EXCEEDED'], evidence: ['memory_kb'] } as const;
const noIpcLeft: Attack['check'] = (result) => assert.ok(!result.stdout.includes('BREACH'));

export const MEMORY: readonly Attack[] = [
  {
    name: 'takes memory and uses it',
    program: 'memory/malloc-and-touch.c',
    ...OVER,
    check: (result) => {
      assert.equal(result.evidence?.allowed, 65_536);
      assert.ok(
        (result.evidence?.measured ?? 0) > 65_536 * 0.9,
        'what was measured is near what was allowed',
      );
    },
  },
  {
    name: 'asks for a terabyte of text',
    program: 'memory/huge-string.py',
    verdicts: ['RUNTIME_ERROR', 'MEMORY_LIMIT_EXCEEDED'],
  },
  { name: 'reserves a terabyte and uses none', program: 'memory/untouched-terabyte.c', verdicts: [null] },
  {
    name: 'recurses for ever',
    program: 'memory/recursion.c',
    request: () => limited({ memory_kb: 262_144 }),
    verdicts: ['RUNTIME_ERROR'],
    check: (result) => assert.equal(result.signal, 'SIGSEGV'),
  },
  { name: 'fills files without a name', program: 'memory/memfd.c', ...OVER },
  {
    name: 'fills System V shared memory',
    program: 'memory/sysv-shm.c',
    verdicts: ['MEMORY_LIMIT_EXCEEDED', null],
    check: noIpcLeft,
  },
  {
    name: 'fills /dev/shm',
    program: 'memory/dev-shm.c',
    verdicts: ['MEMORY_LIMIT_EXCEEDED', 'DISK_LIMIT_EXCEEDED', null],
  },
  {
    name: 'fills page tables',
    program: 'memory/page-tables.c',
    request: () => limited({ time_ms: 5000, cpu_time_ms: 5000 }),
    ...OVER,
  },
  {
    name: 'fills the heap of a Java machine',
    program: 'memory/Main.java',
    request: () => limited({ memory_kb: 262_144, processes: 128, time_ms: 10_000, cpu_time_ms: 10_000 }),
    verdicts: ['RUNTIME_ERROR', 'MEMORY_LIMIT_EXCEEDED'],
  },
  {
    name: 'lets a child die of hunger and says that all went well',
    program: 'memory/victim-child.c',
    ...OVER,
  },
  { name: 'spreads its memory over many processes', program: 'memory/shared-between-many.c', ...OVER },
  { name: 'fills pipes', program: 'memory/pipes.c', verdicts: [null, 'MEMORY_LIMIT_EXCEEDED'] },
  { name: 'fills sockets', program: 'memory/sockets.c', verdicts: [null, 'MEMORY_LIMIT_EXCEEDED'] },
  {
    name: 'fills connections to itself',
    program: 'memory/network-buffers.c',
    verdicts: [null, 'MEMORY_LIMIT_EXCEEDED'],
  },
  {
    name: 'divides its memory between itself and /tmp',
    program: 'memory/tmp-files.c',
    request: () => limited({ disk_kb: 131_072, file_kb: 131_072 }),
    ...OVER,
  },
  { name: 'locks its memory', program: 'memory/mlock.c', verdicts: [null], stdout: HELD },
  {
    name: 'fills the kernel with mappings',
    program: 'memory/many-mappings.c',
    request: () => limited({ time_ms: 6000, cpu_time_ms: 6000 }),
    ...OVER,
  },
  {
    name: 'has the kernel remember a million names that are not',
    program: 'memory/names-that-are-not.c',
    request: () => limited({ time_ms: 8000, cpu_time_ms: 8000 }),
    verdicts: [null, 'MEMORY_LIMIT_EXCEEDED', 'TIME_LIMIT_EXCEEDED'],
  },
  {
    name: 'locks every other byte of a file',
    program: 'memory/file-locks.c',
    request: () => limited({ time_ms: 4000, cpu_time_ms: 3000 }),
    verdicts: [null, 'MEMORY_LIMIT_EXCEEDED', 'TIME_LIMIT_EXCEEDED'],
  },
  { name: 'takes memory in huge pages', program: 'memory/huge-pages.c', ...OVER, stdout: HELD },
];

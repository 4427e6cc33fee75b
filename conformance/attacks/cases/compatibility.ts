/** What a strict sandbox must not break: threads and child processes, in every runtime that is installed. */
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

const PROGRAMS = [
  'threads.c',
  'threads.py',
  'threads.js',
  'Main.java',
  'threads.go',
  'threads.rb',
  'threads.rs',
  'threads.pl',
  'threads.hs',
];

export const COMPATIBILITY: readonly Attack[] = PROGRAMS.map((program) => ({
  name: `threads and child processes work in compat/${program}`,
  program: `compat/${program}`,
  request: () =>
    limited({
      memory_kb: 524_288,
      processes: 128,
      time_ms: 15_000,
      cpu_time_ms: 15_000,
      file_kb: 65_536,
      disk_kb: 131_072,
    }),
  verdicts: [null],
  stdout: /^140 42/m,
}));

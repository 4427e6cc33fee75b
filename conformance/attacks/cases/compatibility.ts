/** What a strict sandbox must not break: threads, child processes, loopback, timers, and code made at run time. */
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
  'threads.php',
  'threads.cpp',
  'threads.lua',
  'threads.tcl',
  'threads.R',
  'threads.awk',
  'threads.nim',
  'threads.adb',
];

const LOOPBACK = [
  'loopback.c',
  'loopback.py',
  'loopback.js',
  'loopback.go',
  'loopback.rb',
  'Loopback.java',
  'loopback.kt',
  'Loopback.scala',
  'loopback.rs',
  'loopback.cpp',
  'loopback.pl',
  'loopback.php',
  'loopback.ml',
  'loopback.tcl',
  'loopback.R',
  'loopback.nim',
  'loopback.adb',
  'loopback.pas',
  'loopback.zig',
];

const roomy = () =>
  limited({
    memory_kb: 524_288,
    processes: 128,
    time_ms: 15_000,
    cpu_time_ms: 15_000,
    file_kb: 65_536,
    disk_kb: 131_072,
  });

export const COMPATIBILITY: readonly Attack[] = [
  ...PROGRAMS.map((program) => ({
    name: `threads and child processes work in compat/${program}`,
    program: `compat/${program}`,
    request: roomy,
    verdicts: [null],
    stdout: /^140 42/m,
  })),
  ...LOOPBACK.map((program) => ({
    name: `loopback, timers and code made at run time work in compat/${program}`,
    program: `compat/${program}`,
    request: roomy,
    verdicts: [null],
  })),
];

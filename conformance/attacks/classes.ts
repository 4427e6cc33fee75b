/**
 * All attacks, by class.
 */
import type { Attack } from './attack.ts';
import { COMPATIBILITY } from './cases/compatibility.ts';
import { COMPILING } from './cases/compiling.ts';
import { CPU } from './cases/cpu.ts';
import { DISK } from './cases/disk.ts';
import { ESCAPE } from './cases/escape.ts';
import { FILES } from './cases/files.ts';
import { INCIDENTS } from './cases/incidents.ts';
import { MEMORY } from './cases/memory.ts';
import { NEIGHBOURS } from './cases/neighbours.ts';
import { OUTPUT } from './cases/output.ts';
import { PROCESSES } from './cases/processes.ts';
import { SYSTEM_CALLS } from './cases/system-calls.ts';

export const CLASSES: Readonly<Record<string, readonly Attack[]>> = {
  'CPU and time': CPU,
  processes: PROCESSES,
  memory: MEMORY,
  disk: DISK,
  'output and input': OUTPUT,
  files: FILES,
  'the compiler': COMPILING,
  escape: ESCAPE,
  'system calls': SYSTEM_CALLS,
  incidents: INCIDENTS,
  neighbours: NEIGHBOURS,
  compatibility: COMPATIBILITY,
};

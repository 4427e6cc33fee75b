/** The filter seen from inside: every number, every gate, every rule about arguments. */
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

export const SYSTEM_CALLS: readonly Attack[] = [
  {
    name: 'attempts every system call there is, by all three gates',
    program: ['syscalls/every-call.c', 'syscalls/names.h'],
    request: () => limited({ time_ms: 15_000, cpu_time_ms: 15_000 }),
    verdicts: [null],
  },
  {
    name: 'tries both sides of every rule about arguments',
    program: 'syscalls/arguments.c',
    verdicts: [null],
  },
];

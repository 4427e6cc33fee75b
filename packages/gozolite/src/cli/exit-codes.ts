/**
 * The exit codes of the command line, and which verdict gets which.
 *
 * `gozolite run` follows the program: its own exit code, or 128 plus its signal. What the program did not do itself has
 * codes after the habits of timeout(1), env(1) and the shell. A program may exit with any of these by itself; who must know
 * for sure reads `error` in the output of `--json`.
 */
import { constants } from 'node:os';
import type { ErrorCode } from '@gozolite/client';

export const EXIT = {
  ok: 0,
  /** A command other than `run` did not succeed; the compiler refused the code. */
  failed: 1,
  /** Wrong usage of a command other than `run`. */
  usage: 2,
  processLimit: 120,
  outputLimit: 121,
  diskLimit: 122,
  violation: 123,
  timeLimit: 124,
  /** Nothing of the program ran: wrong usage of `run`, a refused request, or a failure of the platform. */
  neverRan: 125,
  toolchainBroken: 126,
  toolchainMissing: 127,
  cancelled: 130,
  memoryLimit: 137,
} as const;

/** What decides the exit code; a whole `ExecutionResult` is one. */
export type Ending = {
  readonly error: ErrorCode | null;
  readonly exit_code: number | null;
  readonly signal: string | null;
};

export function exitCodeOf(ending: Ending): number {
  switch (ending.error) {
    case null:
      return EXIT.ok;
    case 'RUNTIME_ERROR':
      return programExitCode(ending);
    case 'COMPILE_ERROR':
      return EXIT.failed;
    case 'TIME_LIMIT_EXCEEDED':
      return EXIT.timeLimit;
    case 'MEMORY_LIMIT_EXCEEDED':
      return EXIT.memoryLimit;
    case 'OUTPUT_LIMIT_EXCEEDED':
      return EXIT.outputLimit;
    case 'PROCESS_LIMIT_EXCEEDED':
      return EXIT.processLimit;
    case 'DISK_LIMIT_EXCEEDED':
      return EXIT.diskLimit;
    case 'SANDBOX_VIOLATION':
      return EXIT.violation;
    case 'TOOLCHAIN_MISSING':
      return EXIT.toolchainMissing;
    case 'TOOLCHAIN_BROKEN':
      return EXIT.toolchainBroken;
    case 'CANCELLED':
      return EXIT.cancelled;
    default:
      return EXIT.neverRan;
  }
}

function programExitCode(ending: Ending): number {
  if (ending.exit_code !== null) return ending.exit_code;
  const number = ending.signal === null ? undefined : signalNumber(ending.signal);
  return number === undefined ? EXIT.failed : 128 + number;
}

function signalNumber(name: string): number | undefined {
  return Object.entries(constants.signals).find(([known]) => known === name)?.[1];
}

/** The part of `gozolite run --help` that documents the codes. */
export const RUN_EXIT_CODES = `Exit codes:
  0-255  the program's own exit code; 128+N when signal N of its own ended it
  1      the compiler refused the code
  ${EXIT.processLimit}    process limit      ${EXIT.outputLimit}  output limit      ${EXIT.diskLimit}  disk or file size limit
  ${EXIT.violation}    killed by the kernel for a forbidden system call
  ${EXIT.timeLimit}    wall-clock or CPU time limit (as timeout does)
  ${EXIT.neverRan}    the program never ran: wrong usage, a refused request, or a failure of the platform
  ${EXIT.toolchainBroken}    the language's toolchain is installed, but does not work
  ${EXIT.toolchainMissing}    the language's toolchain is not installed
  ${EXIT.cancelled}    interrupted
  ${EXIT.memoryLimit}    memory limit (as a kill by the kernel's out-of-memory killer)`;

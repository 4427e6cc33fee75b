/**
 * Whether the toolchain, and not the program, may be to blame for how a run ended.
 */
import type { Stages } from './result.ts';
import type { Verdict } from './verdict.ts';

/** What a shell and the dynamic linker end with when a program, or a library of it, cannot be started. */
const NOT_STARTED_CODES = [126, 127];

/** A program can make it look so, which costs no more than another canary. */
export const isToolchainInDoubt = ({ error }: Verdict, { compile, run }: Stages): boolean => {
  if (error === 'TOOLCHAIN_MISSING' || error === 'TOOLCHAIN_BROKEN') return true;
  const end = (run ?? compile)?.outcome.end;
  return error !== null && end?.kind === 'exited' && NOT_STARTED_CODES.includes(end.code);
};

/**
 * A complete fresh sandbox for each run, asked for by a small C client of the supervisor's protocol, which is timed as
 * the bare exec is: by itself, with nothing of Node.js in between.
 */
import type { Subject } from '../subject.ts';
import { PROGRAM, supervisorProgram } from './bare.ts';
import { openRounds } from './round-program.ts';

export const sandboxed = (concurrency: number, prepared: number): Subject => ({
  name:
    concurrency === 1
      ? prepared === 0
        ? 'sandbox, none prepared'
        : 'sandbox'
      : `sandbox, ${concurrency} at a time`,
  about: 'a fresh sandbox through the supervisor, from its request to its outcome',
  // The last of a round do not fill the machine, and are few of many.
  share: concurrency === 1 ? 1 : 4,
  open: async () =>
    openRounds('bench', [supervisorProgram(), '-', String(concurrency), String(prepared), ...PROGRAM]),
});

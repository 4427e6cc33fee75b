/**
 * What every command is made with.
 */
import type { Terminal } from './terminal.ts';

export type CommandContext = {
  readonly terminal: Terminal;
  /** Sets the exit code; without a call it is 0. */
  readonly finish: (exitCode: number) => void;
};

/**
 * An error of the command line: one sentence for a person, and the exit code that goes with it (null: the one that the
 * command has for what did not work). Everything a command
 * throws on purpose is one of these or the engine's `Failure`; `main` turns both into one line on standard error.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null = null) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Any thrown value as a sentence. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` (ENOENT, ECONNREFUSED...) of a system error, of its cause, or null. */
export function errnoOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? null : errnoOf(error.cause);
}

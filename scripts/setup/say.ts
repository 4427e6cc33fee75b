/**
 * How the repository's own tools speak: one line at a time on standard error, so that standard output stays the answer.
 */
export function say(line: string): void {
  process.stderr.write(`gozolite: ${line}\n`);
}

/** A set-up step cannot be done here. `message` is all a person needs: what is missing and the command that mends it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

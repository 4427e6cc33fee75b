/**
 * Runs one program of this host for an installation: its lines go to a listener, and its failure is an error that
 * carries the end of what it said.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ToolchainError } from './toolchain-error.ts';

export type ProgramRun = {
  readonly what: string;
  readonly argv: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly signal: AbortSignal;
  /** True when the line is of no use in an error message. */
  readonly onLine?: (line: string) => boolean;
};

const KEPT_LINES = 30;

/** Resolves with standard output and standard error as one list of lines, but for those that the listener took. */
export async function runProgram({
  what,
  argv,
  env,
  cwd,
  signal,
  onLine,
}: ProgramRun): Promise<readonly string[]> {
  signal.throwIfAborted();
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: env ?? process.env,
    signal,
    // What has namespaces of its own is to end with them, and not to clean up at leisure.
    killSignal: 'SIGKILL',
    ...(cwd === undefined ? {} : { cwd }),
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      if (onLine?.(line) !== true) lines.push(line);
    });
  }
  const ended = Promise.withResolvers<string | null>();
  child.on('error', (error) => ended.resolve(error.message));
  child.on('close', (code, killer) =>
    ended.resolve(code === 0 ? null : `it ended with ${killer ?? `code ${code}`}`),
  );
  const failure = await ended.promise;
  signal.throwIfAborted();
  if (failure !== null) {
    throw new ToolchainError([`${what} failed: ${failure}.`, ...lines.slice(-KEPT_LINES)].join('\n  '));
  }
  return lines;
}

/**
 * What a command sees of the world it was called from: the standard streams, the environment and the folder. Commands
 * touch no global of the process, so a test calls them with a terminal held in memory.
 */
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';

export type Terminal = {
  readonly stdinIsTerminal: boolean;
  readonly colour: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /**
   * From the first call on, SIGINT and SIGTERM abort the signal, with a `CliError` as its reason, instead of ending the
   * process at once.
   */
  interruption(): AbortSignal;
  /** The whole of standard input; throws a `CliError` when it is longer than `maxBytes`. */
  readStdin(maxBytes: number): Promise<Uint8Array>;
  /** Resolves when the bytes have been handed to the system. */
  out(data: string | Uint8Array): Promise<void>;
  err(data: string | Uint8Array): Promise<void>;
  /** For a progress bar, which draws over itself when this is a terminal. */
  readonly progressOutput: ProgressOutput;
};

export type ProgressOutput = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
};

/** After an interruption a command has this long to undo what it began. */
const INTERRUPTION_GRACE_MS = 5000;

export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  let interruption: AbortSignal | null = null;
  return {
    stdinIsTerminal: stdin.isTTY === true,
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    env,
    cwd: process.cwd(),
    interruption: () => {
      interruption ??= listen();
      return interruption;
    },
    readStdin: (maxBytes) => readAll(stdin, maxBytes),
    out: (data) => write(stdout, data),
    err: (data) => write(stderr, data),
    progressOutput: stderr,
  };
}

function listen(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort(new CliError('Interrupted.', EXIT.cancelled));
      setTimeout(() => process.exit(EXIT.cancelled), INTERRUPTION_GRACE_MS).unref();
    });
  }
  return controller.signal;
}

async function readAll(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > maxBytes) throw new CliError(`Standard input is longer than ${maxBytes} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** A reader that went away (`gozolite ... | head`) is not an error of ours. */
function write(stream: NodeJS.WriteStream, data: string | Uint8Array): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    stream.write(data, (error) => {
      if (error && 'code' in error && error.code === 'EPIPE') resolve();
      else if (error) reject(error);
      else resolve();
    });
  });
}

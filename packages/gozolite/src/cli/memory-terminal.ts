/**
 * A terminal held in memory, for tests: what was written can be looked at, and standard input is given.
 */
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

export type MemoryTerminal = Terminal & { stdout(): string; stderr(): string };

export type MemoryTerminalOptions = {
  readonly stdin?: string | Uint8Array | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

/** `stdin: null` is a terminal at which nobody types. */
export function memoryTerminal({
  stdin = '',
  env = {},
  cwd = '/',
}: MemoryTerminalOptions = {}): MemoryTerminal {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString();
  return {
    stdinIsTerminal: stdin === null,
    colour: false,
    env,
    cwd,
    interruption: () => new AbortController().signal,
    readStdin: async (maxBytes) => {
      const bytes = Buffer.from(stdin ?? '');
      if (bytes.length > maxBytes) throw new CliError('too long');
      return bytes;
    },
    out: async (data) => void out.push(Buffer.from(data)),
    err: async (data) => void err.push(Buffer.from(data)),
    progressOutput: { write: (text) => err.push(Buffer.from(text)) },
    stdout: () => text(out),
    stderr: () => text(err),
  };
}

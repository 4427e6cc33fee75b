/**
 * A running server, for the commands that take `--url`. The API key comes from the environment and never from the
 * command line, where other users of the machine could read it.
 */
import { GozoliteClient, GozoliteError } from '@gozolite/client';
import { CliError, errnoOf } from './cli-error.ts';
import { printable } from './printable.ts';
import { API_KEY_VARIABLE } from './server-variables.ts';
import type { Terminal } from './terminal.ts';

export function connect(url: string, { env }: Terminal): GozoliteClient {
  const apiKey = env[API_KEY_VARIABLE];
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new CliError(`--url ${printable(url)}: give a whole address, e.g. http://127.0.0.1:8080.`);
  }
  return new GozoliteClient({ baseUrl: url, ...(apiKey ? { apiKey } : {}) });
}

/** Calls the server; what goes wrong on the way becomes a sentence. */
export async function asking<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof GozoliteError)) throw error;
    const errno = errnoOf(error.cause);
    const hint =
      error.kind === 'network' ? ` (${errno ?? 'no connection'}): is the server running there?` : '';
    throw new CliError(hint === '' ? error.message : `${error.message.replace(/\.$/, '')}${hint}`);
  }
}

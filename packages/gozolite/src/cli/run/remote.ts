/**
 * Runs a request on a server.
 */
import type { ExecutionResult } from '@gozolite/client';
import { asking, connect } from '../server.ts';
import type { Terminal } from '../terminal.ts';
import type { Executor } from './executor.ts';

export function remoteExecutor(url: string, terminal: Terminal): Executor {
  const client = connect(url, terminal);
  return {
    languages: () => asking(async () => (await client.capabilities()).languages),
    execute: (request, signal) => execute(() => client.execute(request, { signal }), signal),
    close: () => Promise.resolve(),
  };
}

async function execute(call: () => Promise<ExecutionResult>, signal: AbortSignal): Promise<ExecutionResult> {
  try {
    return await asking(call);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

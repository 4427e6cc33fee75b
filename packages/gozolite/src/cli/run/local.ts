/**
 * Runs a request in this process, without a server: the same engine and sandbox, for one run.
 *
 * What always holds: only the language that is needed is looked at, and only when no earlier life remembers it; what keeps
 * a request from running comes back as a result, as from a server.
 */
import { randomBytes } from 'node:crypto';
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { Composition } from '../../compose.ts';
import { Failure } from '../../engine/failure.ts';
import { parseRequest } from '../../engine/intake.ts';
import { failureResult } from '../../engine/result.ts';
import { messageOf } from '../cli-error.ts';
import { localComposition } from '../local-composition.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import type { Terminal } from '../terminal.ts';
import type { Executor } from './executor.ts';
import type { RunOptions } from './options.ts';

export function localExecutor(terminal: Terminal, backend?: RunOptions['backend']): Executor {
  const composition = localComposition(terminal, { slots: 1, ...(backend === undefined ? {} : { backend }) });
  const started = composition.backend.start();
  return {
    languages: async () => composition.languages.list(),
    execute: async (request, signal) => {
      await started;
      return execute(composition, request, signal);
    },
    close: async () => {
      await started;
      await composition.close();
    },
  };
}

async function execute(
  { engine, languages, intake, backend }: Composition,
  body: ExecutionRequest,
  signal: AbortSignal,
): Promise<ExecutionResult> {
  const id = randomBytes(16).toString('hex');
  try {
    const request = parseRequest(body, intake);
    const resolution = languages.resolve(request.language);
    if (resolution.kind === 'checking' && backend.status().ready)
      await languages.validate([resolution.language]);
    return await engine.execute(request, { tenant: 'local' }, { id, signal, log: QUIET_LOG });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return failureResult(id, withReason(error));
  }
}

/** There is no log to look the reason up in. */
function withReason(failure: Failure): Failure {
  if (failure.code !== 'INTERNAL_ERROR' || failure.cause === undefined) return failure;
  return new Failure(
    'INTERNAL_ERROR',
    `The sandbox failed, which is no fault of the code: ${messageOf(failure.cause)}`,
  );
}

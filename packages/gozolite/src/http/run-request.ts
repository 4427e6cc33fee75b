/**
 * Runs one request for its caller: with the caller's bounds, its trace, and an account of what was used.
 *
 * What always holds: every trace that is begun is ended; what the adapter knows of an execution is known to the recorder for as
 * long as it lasts, and no longer.
 */
import { ERRORS, type ErrorCode, type ExecutionRequest, type ExecutionResult } from '@gozolite/client';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../engine/failure.ts';
import type { RunContext } from '../engine/run-context.ts';
import { withFacts } from '../telemetry/log.ts';
import type { ExecutionTrace } from '../telemetry/tracing.ts';
import { callerOf, identityOf } from './caller.ts';
import type { HttpParts } from './parts.ts';
import { patienceOf } from './request-headers.ts';

export type RunRequest = (
  request: FastifyRequest,
  execution: ExecutionRequest,
  signal: AbortSignal,
) => Promise<ExecutionResult>;

export const statusOf = ({ error }: Pick<ExecutionResult, 'error'>): number =>
  error === null ? 200 : ERRORS[error].status;

const beginTrace = (
  request: FastifyRequest,
  tenant: string,
  { tracing }: HttpParts,
): ExecutionTrace | null => {
  if (tracing === null) return null;
  const { executionId, headers } = request;
  const http = { 'http.request.method': 'POST', 'http.route': '/execute' };
  return tracing.begin('POST /execute', headers, { execution_id: executionId, tenant, ...http });
};

type Ending = { readonly error: ErrorCode | null; readonly language: string | null };

const endTrace = (trace: ExecutionTrace, { error, language }: Ending): void =>
  trace.end(
    {
      verdict: error ?? 'ok',
      ...(language === null ? {} : { language }),
      'http.response.status_code': statusOf({ error }),
    },
    error !== null && ERRORS[error].class === 'service',
  );

export const createRunRequest = (parts: HttpParts): RunRequest => {
  const { engine, budget, recorder, log } = parts;
  return async (request, execution, signal) => {
    const identity = identityOf(request);
    const caller = callerOf(identity, parts);
    const { executionId: id } = request;
    const trace = beginTrace(request, caller.tenant, parts);
    request.traceId = trace?.traceId ?? null;
    const patienceMs = patienceOf(request.headers.prefer);
    const context: RunContext = {
      id,
      signal,
      log: withFacts(log, { id, request_id: request.id }),
      ...(trace === null ? {} : { trace }),
      ...(patienceMs === null ? {} : { patienceMs }),
    };
    const forget = recorder.correlate(id, { requestId: request.id, traceId: request.traceId });
    try {
      const result = await engine.execute(execution, caller, context);
      budget.charge(identity, result);
      if (trace === null) return result;
      endTrace(trace, result);
      return { ...result, trace_id: trace.traceId };
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL_ERROR';
      if (trace !== null) endTrace(trace, { error: code, language: null });
      throw error;
    } finally {
      forget();
    }
  };
};

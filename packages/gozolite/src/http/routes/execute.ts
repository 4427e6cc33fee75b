/**
 * `POST /execute`: one request in, one result out.
 *
 * What always holds: rate and quota are checked before the body is read; when the client goes away the execution is
 * cancelled; a result is complete before its first byte is sent, so a slow reader holds no slot; a request that is sent again with
 * its Idempotency-Key is not run again.
 */
import { hash } from 'node:crypto';
import { ERRORS, type ExecutionRequest, type ExecutionResult } from '@gozolite/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import { parseRequest } from '../../engine/intake.ts';
import type { RunContext } from '../../engine/run-context.ts';
import { withFacts } from '../../telemetry/log.ts';
import { callerOf, identityOf } from '../caller.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import { IdempotencyStore } from '../idempotency-store.ts';
import type { App, HttpParts } from '../parts.ts';
import { createBodyMemory } from '../plugins/body-memory.ts';
import { idempotencyKeyOf, patienceOf } from '../request-headers.ts';

/** Aborted when the connection closes before the answer was sent. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (reply.raw.destroyed) gone.abort();
  return gone.signal;
};

const statusOf = (result: ExecutionResult): number =>
  result.error === null ? 200 : ERRORS[result.error].status;

export const addExecute = (app: App, parts: HttpParts): void => {
  const { config, engine, intake, budget, recorder, log, tracing, metrics } = parts;
  const { idempotency_seconds: keepSeconds, body_bytes: bodyBytes } = config.settings;
  const bodyMemory = createBodyMemory(bodyBytes);
  const store = new IdempotencyStore({ keepMs: keepSeconds * 1000 });
  metrics.provide({ replays: () => store.replays });

  const run = async (
    request: FastifyRequest,
    execution: ExecutionRequest,
    signal: AbortSignal,
  ): Promise<ExecutionResult> => {
    const identity = identityOf(request);
    const caller = callerOf(identity, parts);
    const { executionId: id } = request;
    const facts = {
      execution_id: id,
      tenant: caller.tenant,
      'http.request.method': 'POST',
      'http.route': '/execute',
    };
    const trace = tracing?.begin('POST /execute', request.headers, facts) ?? null;
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
      const { error } = result;
      trace?.end(
        {
          verdict: error ?? 'ok',
          language: result.language ?? '',
          'http.response.status_code': statusOf(result),
        },
        false,
      );
      return trace === null ? result : { ...result, trace_id: trace.traceId };
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'INTERNAL_ERROR';
      trace?.end(
        { verdict: code, 'http.response.status_code': ERRORS[code].status },
        ERRORS[code].class === 'service',
      );
      throw error;
    } finally {
      forget();
    }
  };

  app.post('/execute', {
    config: { scope: 'execute' },
    schema: documented({
      operationId: 'execute',
      summary: 'Run code in a fresh sandbox',
      description:
        'What the program does is always a result with HTTP 200: `error` says what became of it, and `evidence` how that is known.',
      tags: ['execution'],
      headers: {
        type: 'object',
        properties: {
          'Idempotency-Key': {
            type: 'string',
            maxLength: 255,
            description:
              'Sent again with the same request, it is answered with the first answer (`Idempotent-Replayed: true`), and nothing runs.',
          },
          Prefer: {
            type: 'string',
            description: '`wait=N`: refuse at once what would have to wait longer than N seconds for a slot.',
          },
        },
      },
      body: { $ref: 'ExecutionRequest#' },
      response: {
        200: {
          $ref: 'ExecutionResult#',
          description: 'The program ran, or this host cannot run its language.',
        },
        ...refusalsOf('execute'),
      },
    }),
    onRequest: [async (request) => budget.admit(identityOf(request)), bodyMemory],
    handler: async (request, reply) => {
      const identity = identityOf(request);
      const { limits } = callerOf(identity, parts);
      const execution = parseRequest(request.body, { ...intake, limits });
      const signal = goneSignal(reply);
      const key = keepSeconds === 0 ? null : idempotencyKeyOf(request.headers['idempotency-key']);
      if (key === null) {
        const result = await run(request, execution, signal);
        return reply.code(statusOf(result)).send(result);
      }
      const claim = {
        tenant: identity.tenant,
        key,
        digest: hash('sha256', JSON.stringify(request.body)),
        signal,
      };
      const { answer, replayed } = await store.answer(claim, async (shared) => {
        const result = await run(request, execution, shared);
        return { status: statusOf(result), body: JSON.stringify(result), keep: result.error !== 'CANCELLED' };
      });
      if (replayed) reply.header('idempotent-replayed', 'true');
      return reply
        .code(answer.status)
        .type('application/json; charset=utf-8')
        .serializer(String)
        .send(answer.body);
    },
  });
};

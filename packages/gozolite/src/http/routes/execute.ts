/**
 * `POST /execute`: one request in, one result out.
 *
 * What always holds: rate and quota are checked before the body is read; when the client goes away the execution is
 * cancelled; a result is complete before its first byte is sent, so a slow reader holds no slot; a request that is sent again with
 * its Idempotency-Key is not run again.
 */
import { hash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { parseRequest } from '../../engine/intake.ts';
import { callerOf, identityOf } from '../caller.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import { IdempotencyStore } from '../idempotency-store.ts';
import type { App, HttpParts } from '../parts.ts';
import { createBodyMemory } from '../plugins/body-memory.ts';
import { idempotencyKeyOf } from '../request-headers.ts';
import { createRunRequest, statusOf } from '../run-request.ts';

/** Aborted when the connection closes before the answer was sent. */
const goneSignal = (reply: FastifyReply): AbortSignal => {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  if (reply.raw.destroyed) gone.abort();
  return gone.signal;
};

export const addExecute = (app: App, parts: HttpParts): void => {
  const { config, intake, budget, metrics } = parts;
  const run = createRunRequest(parts);
  const { idempotency_seconds: keepSeconds, body_bytes: bodyBytes } = config.settings;
  const store = new IdempotencyStore({ keepMs: keepSeconds * 1000 });
  metrics.provide({ replays: () => store.replays });

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
    onRequest: async (request) => budget.admit(identityOf(request)),
    preParsing: createBodyMemory(bodyBytes),
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

/**
 * `POST /execute`: one request in, one result out.
 *
 * What always holds: rate and quota are checked before the body is read; when the client goes away the execution is
 * cancelled; a result is complete before its first byte is sent, so a slow reader holds no slot.
 */
import { ERRORS, type ExecutionResult } from '@gozolite/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import { parseRequest } from '../../engine/intake.ts';
import { withFacts } from '../../telemetry/log.ts';
import type { Identity } from '../../tenants/key-ring.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App, HttpParts } from '../parts.ts';
import { createBodyMemory } from '../plugins/body-memory.ts';

const identityOf = (request: FastifyRequest): Identity => {
  if (request.identity === null) throw new Failure('UNAUTHORIZED', 'A valid API key is required.');
  return request.identity;
};

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

export const addExecute = (app: App, { config, engine, intake, budget, recorder, log }: HttpParts): void => {
  const bodyMemory = createBodyMemory(config.settings.body_bytes);
  app.post('/execute', {
    config: { scope: 'execute' },
    schema: documented({
      operationId: 'execute',
      summary: 'Run code in a fresh sandbox',
      description:
        'What the program does is always a result with HTTP 200: `error` says what became of it, and `evidence` how that is known.',
      tags: ['execution'],
      body: { $ref: 'ExecutionRequest#' },
      response: {
        200: {
          $ref: 'ExecutionResult#',
          description: 'The program ran, or this host cannot run its language.',
        },
        ...refusalsOf('execute'),
      },
    }),
    onRequest: [async (request) => budget.admit(identityOf(request).budgetKey), bodyMemory],
    handler: async (request, reply) => {
      const { tenant, budgetKey } = identityOf(request);
      const execution = parseRequest(request.body, intake);
      const id = request.executionId;
      const forget = recorder.correlate(id, request.id);
      const context = { id, signal: goneSignal(reply), log: withFacts(log, { id, request_id: request.id }) };
      const result = await engine.execute(execution, { tenant }, context).finally(forget);
      budget.charge(budgetKey, result);
      return reply.code(statusOf(result)).send(result);
    },
  });
};

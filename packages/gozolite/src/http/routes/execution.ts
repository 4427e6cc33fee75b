/**
 * `GET /executions/{id}`: what is remembered of an execution of the caller's own tenant that has ended. Another tenant's is not there.
 */
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import { identityOf } from '../caller.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App, HttpParts } from '../parts.ts';

export const addExecution = (app: App, { recent }: Pick<HttpParts, 'recent'>): void => {
  app.get('/executions/:id', {
    config: { scope: 'execute' },
    schema: documented({
      operationId: 'execution',
      summary: 'What is remembered of an execution, without its output',
      description: 'The latest executions are remembered, in memory, until the service ends.',
      tags: ['execution'],
      params: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', description: 'The `id` of a result.' } },
      },
      response: { 200: { $ref: 'ExecutionSummary#', description: 'It has ended.' }, ...refusalsOf('named') },
    }),
    handler: async (request: FastifyRequest<{ Params: { id: string } }>) => {
      const found = recent.find(request.params.id, identityOf(request).tenant);
      if (found === null) throw new Failure('NOT_FOUND', 'No execution with this id is remembered here.');
      return found;
    },
  });
};

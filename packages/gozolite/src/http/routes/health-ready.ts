/**
 * `GET /health/ready`: whether an execution sent now would be admitted.
 */
import { documented, refusalsOf } from '../documented-answers.ts';
import { readinessOf } from '../health.ts';
import type { App, HttpParts } from '../parts.ts';
import { healthSources } from './health.ts';

const RETRY_AFTER_SECONDS = '2';

export const addHealthReady = (app: App, parts: HttpParts): void => {
  app.get('/health/ready', {
    config: { scope: null },
    schema: documented({
      operationId: 'ready',
      summary: 'Whether an execution sent now would be admitted',
      tags: ['operation'],
      response: {
        200: { $ref: 'Readiness#', description: 'Ready.' },
        503: { $ref: 'Readiness#', description: 'Not ready; `reasons` says why.' },
        ...refusalsOf('open'),
      },
    }),
    handler: async (_request, reply) => {
      const readiness = readinessOf(healthSources(parts));
      if (readiness.status !== 'ready') reply.code(503).header('retry-after', RETRY_AFTER_SECONDS);
      return readiness;
    },
  });
};

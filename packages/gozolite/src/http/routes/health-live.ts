/**
 * `GET /health/live`: the process answers.
 */
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App } from '../parts.ts';

export const addHealthLive = (app: App): void => {
  app.get('/health/live', {
    config: { scope: null },
    schema: documented({
      operationId: 'live',
      summary: 'Whether the process answers',
      tags: ['operation'],
      response: { 200: { $ref: 'Liveness#', description: 'It does.' }, ...refusalsOf('open') },
    }),
    handler: async () => ({ status: 'live' }),
  });
};

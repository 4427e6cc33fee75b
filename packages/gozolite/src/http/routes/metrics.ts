/**
 * `GET /metrics`, for Prometheus.
 */
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App, HttpParts } from '../parts.ts';

export const addMetrics = (app: App, { metrics }: Pick<HttpParts, 'metrics'>): void => {
  app.get('/metrics', {
    config: { scope: 'observe' },
    schema: documented({
      operationId: 'metrics',
      summary: 'Metrics in the text format of Prometheus',
      tags: ['operation'],
      response: {
        200: { description: 'As of now.', content: { 'text/plain': { schema: { type: 'string' } } } },
        ...refusalsOf('keyed'),
      },
    }),
    handler: async (_request, reply) => {
      const { text, contentType } = await metrics.scrape();
      return reply.type(contentType).serializer(String).send(text);
    },
  });
};

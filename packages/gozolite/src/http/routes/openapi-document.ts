/**
 * `GET /openapi.json`: the contract, the same in every installation.
 */
import type { App } from '../parts.ts';

export const addOpenApiDocument = (app: App): void => {
  let text: string | null = null;
  app.get('/openapi.json', {
    config: { scope: null },
    schema: { hide: true },
    handler: async (_request, reply) => {
      text ??= JSON.stringify(app.swagger());
      return reply.type('application/json; charset=utf-8').serializer(String).send(text);
    },
  });
};

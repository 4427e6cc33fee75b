/**
 * `GET /health`: every check with a sentence. Always 200: it is for people, `/health/ready` is for machines.
 */
import { documented, refusalsOf } from '../documented-answers.ts';
import { type HealthSources, healthOf } from '../health.ts';
import type { App, HttpParts } from '../parts.ts';

type HealthParts = Pick<
  HttpParts,
  'engine' | 'backend' | 'languages' | 'validated' | 'disk' | 'audit' | 'keysInForce'
>;

export const healthSources = (parts: HealthParts): HealthSources => ({
  load: parts.engine.load(),
  backend: parts.backend.status(),
  languages: parts.languages.list(),
  validated: parts.validated(),
  disk: parts.disk(),
  audit: parts.audit(),
  keys: parts.keysInForce(),
});

export const addHealth = (app: App, parts: HttpParts): void => {
  app.get('/health', {
    config: { scope: null },
    schema: documented({
      operationId: 'health',
      summary: 'The health of every part, in sentences',
      tags: ['operation'],
      response: { 200: { $ref: 'Health#', description: 'As of now.' }, ...refusalsOf('open') },
    }),
    handler: async () => healthOf(healthSources(parts)),
  });
};

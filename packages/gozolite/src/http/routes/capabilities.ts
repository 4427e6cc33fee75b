/**
 * `GET /capabilities`: languages and their states, limits and maxima, isolation in force.
 */

import { identityOf } from '../caller.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App, HttpParts } from '../parts.ts';

export const addCapabilities = (app: App, parts: HttpParts): void => {
  app.get('/capabilities', {
    config: { scope: 'execute' },
    schema: documented({
      operationId: 'capabilities',
      summary: 'What this service can run, and under which limits and isolation',
      tags: ['execution'],
      response: { 200: { $ref: 'Capabilities#', description: 'As of now.' }, ...refusalsOf('keyed') },
    }),
    handler: async (request) => capabilitiesOf(parts, identityOf(request)),
  });
};

/**
 * `GET /languages/{id}`: one language, by id or alias.
 */
import type { FastifyRequest } from 'fastify';
import { nearestName } from '../../config/nearest-name.ts';
import { Failure } from '../../engine/failure.ts';
import { callerOf, identityOf } from '../caller.ts';
import { languageList } from '../capabilities.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import type { App, HttpParts } from '../parts.ts';

export const addLanguage = (app: App, parts: HttpParts): void => {
  app.get('/languages/:id', {
    config: { scope: 'execute' },
    schema: documented({
      operationId: 'language',
      summary: 'One language and the state of its toolchains',
      tags: ['execution'],
      params: {
        type: 'object',
        required: ['id'],
        properties: { id: { type: 'string', description: 'Id or alias of the language.' } },
      },
      response: { 200: { $ref: 'LanguageInfo#', description: 'As of now.' }, ...refusalsOf('named') },
    }),
    handler: async (request: FastifyRequest<{ Params: { id: string } }>) => {
      const wanted = request.params.id.toLowerCase();
      const all = languageList(parts, callerOf(identityOf(request), parts).languages);
      const found = all.find(({ id, aliases }) => id === wanted || aliases.includes(wanted));
      if (found !== undefined) return found;
      const near = nearestName(
        wanted,
        all.flatMap(({ id, aliases }) => [id, ...aliases]),
      );
      const hint = near === null ? ' See /capabilities for the list.' : ` Did you mean "${near}"?`;
      throw new Failure('NOT_FOUND', `No such language is registered here.${hint}`);
    },
  });
};

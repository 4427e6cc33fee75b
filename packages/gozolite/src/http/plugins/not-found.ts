/**
 * Answers for addresses where there is nothing, for methods that an address does not have, and for OPTIONS, before a
 * body is read.
 */
import { Failure } from '../../engine/failure.ts';
import { answerOf } from '../failure-answer.ts';
import type { App } from '../parts.ts';

const pathOf = (url: string): string => url.split('?', 1)[0] ?? '';

/** `/languages/:id` as an expression for paths. */
const expressionOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+')}$`);

export const addNotFound = (app: App): void => {
  const methods = new Map<string, { readonly expression: RegExp; readonly allowed: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    const entry = methods.get(url) ?? { expression: expressionOf(url), allowed: new Set(['OPTIONS']) };
    for (const one of [method].flat()) entry.allowed.add(one);
    methods.set(url, entry);
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const path = pathOf(request.url);
    const found = [...methods.values()].find(({ expression }) => expression.test(path));
    if (found === undefined) throw new Failure('NOT_FOUND', 'There is nothing at this address; see /docs.');
    const allowed = [...found.allowed].sort().join(', ');
    reply.header('allow', allowed);
    if (request.method === 'OPTIONS') return reply.code(204).send();
    const failure = new Failure(
      'INVALID_REQUEST',
      `This address does not take ${request.method}, but ${allowed}.`,
    );
    const { body } = answerOf(failure, request.executionId);
    return reply.code(405).type('application/json; charset=utf-8').send(JSON.stringify(body));
  });
  app.setNotFoundHandler(() => {
    throw new Failure('NOT_FOUND', 'There is nothing at this address; see /docs.');
  });
};

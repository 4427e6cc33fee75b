/**
 * Two ids a request: the request id, which the client may choose within bounds and which comes back in X-Request-Id, and the
 * execution id, which it may not.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from '../parts.ts';

const SAFE = /^[A-Za-z0-9._-]{1,64}$/;

/** 122 random bits. Node.js draws those of many UUIDs at once, which random bytes alone it does not. */
export const newExecutionId = (): string => randomUUID().replaceAll('-', '');

/** The client's own id when it is safe to repeat and to log, else a new one. */
export const requestIdOf = (request: Pick<IncomingMessage, 'headers'>): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && SAFE.test(given) ? given : newExecutionId();
};

export const addRequestIds = (app: App): void => {
  app.decorateRequest('executionId', '');
  app.decorateRequest('identity', null);
  app.decorateRequest('traceId', null);
  app.addHook('onRequest', async (request, reply) => {
    request.executionId = newExecutionId();
    reply.header('x-request-id', request.id);
  });
};

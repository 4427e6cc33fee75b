/**
 * Finds out who the caller is and whether the address is for them, before the body is read.
 */
import { requireScope } from '../../tenants/key-ring.ts';
import type { App, HttpParts } from '../parts.ts';

export const addAuthentication = (app: App, { keys }: Pick<HttpParts, 'keys'>): void => {
  app.addHook('onRequest', async (request) => {
    const { scope = 'execute' } = request.routeOptions.config;
    if (scope === null) return;
    const identity = keys.identify(request.headers.authorization, request.ip);
    requireScope(identity, scope);
    request.identity = identity;
  });
};

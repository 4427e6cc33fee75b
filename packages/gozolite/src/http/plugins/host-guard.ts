/**
 * Refuses requests whose Host header names another host: a web page can make a browser send requests to a loopback
 * address under a name of its own (DNS rebinding), and the name is how to tell.
 */

import { isLoopback } from '../../config/loopback.ts';
import type { Settings } from '../../config/settings.ts';
import { Failure } from '../../engine/failure.ts';
import type { App, HttpParts } from '../parts.ts';

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/;

const bracketed = (host: string): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;

/** Whether a Host header is one that this service answers to. */
const hostFilter = (
  settings: Pick<Settings, 'host' | 'allowed_hosts'>,
  keysRequired: boolean,
): ((header: string | undefined) => boolean) => {
  const named = new Set(settings.allowed_hosts.map((host) => host.toLowerCase()));
  const own = bracketed(settings.host.toLowerCase());
  return (header) => {
    const match = HOST.exec(header?.toLowerCase() ?? '');
    const name = match?.[1];
    if (match === null || name === undefined) return false;
    if (named.size > 0) return named.has(name) || named.has(match[0]);
    return keysRequired || name === own || isLoopback(name);
  };
};

const hostHeaders = (rawHeaders: readonly string[]): number =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length;

export const addHostGuard = (app: App, { config, keys }: Pick<HttpParts, 'config' | 'keys'>): void => {
  const accepts = hostFilter(config.settings, keys.required);
  app.addHook('onRequest', async (request) => {
    // Of two, this service and whatever stands before it might each believe another one.
    if (hostHeaders(request.raw.rawHeaders) > 1) {
      throw new Failure('INVALID_REQUEST', 'The request has more than one Host header.');
    }
    if (accepts(request.headers.host)) return;
    throw new Failure(
      'FORBIDDEN',
      'This service does not answer to the name in the Host header; names are allowed with GOZOLITE_ALLOWED_HOSTS.',
    );
  });
};

/**
 * `GET /docs`: the contract as a page. Everything it needs comes from this service; nothing is loaded from elsewhere.
 */
import { createHash } from 'node:crypto';
import apiReference from '@scalar/fastify-api-reference';
import { PRODUCT } from '../../config/product.ts';
import type { App } from '../parts.ts';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/** Allows the page's own inline scripts by their digests, and no others. */
const contentSecurityPolicy = (html: string): string => {
  const digests = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${digests.join(' ')}`,
    // The page styles itself with style elements and attributes that it makes as it runs.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
};

export const addDocs = async (app: App): Promise<void> => {
  await app.register((docs, _options, done) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, scope: null };
    });
    docs.addHook('onSend', async (_request, reply, payload) => {
      if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')) {
        reply.header('content-security-policy', contentSecurityPolicy(payload));
      }
      return payload;
    });
    docs.register(apiReference, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: `${PRODUCT.name} API`,
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        agent: { disabled: true },
        mcp: { disabled: true },
      },
    });
    done();
  });
};

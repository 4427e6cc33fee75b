/**
 * Headers that keep a browser from doing anything with an answer but show it. The documentation page widens the content
 * security policy for itself.
 */
import helmet from '@fastify/helmet';
import type { App } from '../parts.ts';

export const addSecurityHeaders = async (app: App): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Whether there is TLS before this service is not known here.
    strictTransportSecurity: false,
    xXssProtection: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xDnsPrefetchControl: false,
    originAgentCluster: false,
  });
};

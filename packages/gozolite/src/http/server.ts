/**
 * Builds the HTTP side: plugins in the order in which a request meets them, then the routes. It listens to nothing by
 * itself.
 *
 * What always holds: every answer to a refused request has the shape of an execution result; nothing but the error
 * funnel turns an error into an answer.
 */
import fastify from 'fastify';
import { clientErrorHandler } from './client-error.ts';
import { readinessOf } from './health.ts';
import type { App, HttpParts } from './parts.ts';
import { addAuthentication } from './plugins/authentication.ts';
import { addErrorFunnel, answerFrameworkError } from './plugins/error-funnel.ts';
import { addHostGuard } from './plugins/host-guard.ts';
import { addJsonBody } from './plugins/json-body.ts';
import { addNotFound } from './plugins/not-found.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addRequestIds, requestIdOf } from './plugins/request-ids.ts';
import { addSecurityHeaders } from './plugins/security-headers.ts';
import { addUnreadAnswers } from './plugins/unread-answers.ts';
import { addCapabilities } from './routes/capabilities.ts';
import { addDiagnostics } from './routes/diagnostics.ts';
import { addDocs } from './routes/docs.ts';
import { addExecute } from './routes/execute.ts';
import { addExecution } from './routes/execution.ts';
import { addHealth, healthSources } from './routes/health.ts';
import { addHealthLive } from './routes/health-live.ts';
import { addHealthReady } from './routes/health-ready.ts';
import { addLanguage } from './routes/language.ts';
import { addMetrics } from './routes/metrics.ts';
import { addOpenApiDocument } from './routes/openapi-document.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADER_BYTES = 16 * 1024;
const SWEEP_MS = 1_000;

/** Longer than any execution may take, so that only a connection that nobody reads or writes is cut. */
const silenceTimeout = ({ config: { settings } }: HttpParts): number =>
  settings.queue_timeout_ms + 2 * settings.max_limits.time_ms + REQUEST_TIMEOUT_MS;

export const createServer = async (parts: HttpParts): Promise<App> => {
  const { settings } = parts.config;
  const app: App = fastify({
    logger: false,
    genReqId: requestIdOf,
    bodyLimit: settings.body_bytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionTimeout: silenceTimeout(parts),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: true,
    routerOptions: { maxParamLength: 128 },
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connectionsCheckingInterval: SWEEP_MS,
    },
    clientErrorHandler: clientErrorHandler(parts),
    frameworkErrors: answerFrameworkError(parts),
  });
  app.server.headersTimeout = HEADERS_TIMEOUT_MS;
  app.server.maxConnections = settings.connections;
  // Bodies are checked by the engine's intake, shared with the command line; answers are built from typed values.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));

  addRequestIds(app);
  addUnreadAnswers(app);
  addErrorFunnel(app, parts);
  await addSecurityHeaders(app);
  addHostGuard(app, parts);
  addNotFound(app);
  addAuthentication(app, parts);
  addJsonBody(app);
  await addOpenApi(app, parts);

  addExecute(app, parts);
  addExecution(app, parts);
  addCapabilities(app, parts);
  addLanguage(app, parts);
  addHealthLive(app);
  addHealthReady(app, parts);
  addHealth(app, parts);
  addDiagnostics(app, parts);
  addMetrics(app, parts);
  addOpenApiDocument(app);
  await addDocs(app);
  parts.metrics.provide({
    ready: () => readinessOf(healthSources(parts)).status === 'ready',
    keys: parts.keysInForce,
  });
  return app;
};

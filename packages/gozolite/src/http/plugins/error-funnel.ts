/**
 * The one place where an error becomes an answer. A `Failure` is what it says; what the HTTP library refuses is mapped
 * to the catalogue; anything else is an INTERNAL_ERROR whose details go to the log and not to the client.
 */
import type { ErrorCode } from '@gozolite/client';
import { ERRORS } from '@gozolite/client';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import { discardBody } from '../discard-body.ts';
import { answerOf } from '../failure-answer.ts';
import type { App, HttpParts } from '../parts.ts';
import { newExecutionId } from './request-ids.ts';

type FunnelParts = Pick<HttpParts, 'log' | 'metrics' | 'config'>;

const LIBRARY_ERRORS: Readonly<Record<string, (parts: FunnelParts) => Failure>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ({ config }) =>
    new Failure('PAYLOAD_TOO_LARGE', `The request body is larger than ${config.settings.body_bytes} bytes.`),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Failure('UNSUPPORTED_MEDIA_TYPE', 'Send the body with "Content-Type: application/json".'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Failure('INVALID_REQUEST', 'The body is not as long as Content-Length says.'),
  FST_ERR_BAD_URL: () => new Failure('INVALID_REQUEST', 'The address is not a valid URL path.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new Failure('NOT_FOUND', 'There is nothing at this address.'),
};

const clientsFault = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
};

const failureOf = (error: unknown, parts: FunnelParts): Failure => {
  if (error instanceof Failure) return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = LIBRARY_ERRORS[code];
  if (known !== undefined) return known(parts);
  if (clientsFault(error)) return new Failure('INVALID_REQUEST', 'The request could not be read to its end.');
  return new Failure(
    'INTERNAL_ERROR',
    'The service failed. It is not the fault of the code; see the log by this id.',
    {
      cause: error,
    },
  );
};

const report = (parts: FunnelParts, failure: Failure, request: FastifyRequest): void => {
  const facts = {
    id: request.executionId,
    request_id: request.id,
    ...(request.traceId === null ? {} : { trace_id: request.traceId }),
    tenant: request.identity?.tenant ?? null,
    key_id: request.identity?.keyId ?? null,
    error: failure.code,
    method: request.method,
    route: request.routeOptions.url ?? null,
    reason: failure.message,
  };
  parts.metrics.refused(failure.code);
  if (failure.code === 'INTERNAL_ERROR')
    parts.log.error({ ...facts, err: failure.cause ?? failure }, 'internal error');
  else if (isService(failure.code)) parts.log.info(facts, 'request refused');
  else parts.log.debug(facts, 'request refused');
};

const isService = (code: ErrorCode): boolean => ERRORS[code].class === 'service';

const send = (
  parts: FunnelParts,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply => {
  const failure = failureOf(error, parts);
  // The router's own refusals come before the hook that gives a request its ids.
  request.executionId ||= newExecutionId();
  request.traceId ??= null;
  report(parts, failure, request);
  const { status, headers, body } = answerOf(failure, request.executionId);
  const traced = request.traceId === null ? body : { ...body, trace_id: request.traceId };
  return reply
    .code(status)
    .headers(headers)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(traced));
};

export const addErrorFunnel = (app: App, parts: FunnelParts): void => {
  app.setErrorHandler(async (error, request, reply) => {
    await discardBody(request.raw);
    return send(parts, error, request, reply);
  });
};

/** For what the router refuses before any hook has run, such as a path with a broken percent escape. */
export const answerFrameworkError =
  (parts: FunnelParts) =>
  (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    reply.header('x-request-id', request.id);
    void send(parts, error, request, reply);
  };

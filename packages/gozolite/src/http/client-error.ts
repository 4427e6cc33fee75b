/**
 * Answers what never became a request: broken HTTP, headers that are too large, a client too slow to send them. Written
 * to the socket by hand, in the same shape as any other refusal.
 *
 * What always holds: the connection is gone soon after, whether or not the client closes its end of it; until then it has a place
 * among the open ones.
 */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Failure } from '../engine/failure.ts';
import { answerOf } from './failure-answer.ts';
import type { HttpParts } from './parts.ts';
import { newExecutionId } from './plugins/request-ids.ts';

type ClientError = Error & { readonly code?: string };

const REASONS: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
};
const MALFORMED: readonly [number, string] = [400, 'This is not a valid HTTP request.'];

/** For a client that is still sending, to read the answer before its connection is reset. */
const LINGER_MS = 1_000;

const destroySoon = (socket: Socket): void => {
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
};

export const clientErrorHandler =
  ({ metrics, log }: Pick<HttpParts, 'metrics' | 'log'>) =>
  (error: ClientError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const [status, message] = REASONS[error.code ?? ''] ?? MALFORMED;
    const failure = new Failure('INVALID_REQUEST', message);
    const body = JSON.stringify(answerOf(failure, newExecutionId()).body);
    metrics.refused(failure.code);
    log.debug({ error: failure.code, http_status: status, errno: error.code ?? null }, 'malformed HTTP');
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
        'Content-Type: application/json; charset=utf-8',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
    destroySoon(socket);
  };

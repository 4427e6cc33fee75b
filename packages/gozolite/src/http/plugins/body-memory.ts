/**
 * Charges request bodies to the account of what they hold in memory, from the first byte until the answer is sent, and refuses those
 * for which there is no room.
 *
 * What always holds: a large body is charged as it arrives, never as it was announced: a client holds no room for what it does
 * not send. All is given back when the connection is done with the request, however it ends.
 */
import type { IncomingMessage } from 'node:http';
import { Transform } from 'node:stream';
import type { preParsingAsyncHookHandler } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import { type BodyAccount, BodyMemory, CONNECTION_BYTES } from '../body-memory.ts';
import { identityOf } from '../caller.ts';

/** How many bodies of the largest size are held at one time; many more small ones are. */
const LARGEST_BODIES = 32;
const RETRY_AFTER_SECONDS = 2;

const overloaded = (): Failure =>
  new Failure('OVERLOADED', 'Too many large requests are being received: try again in a moment.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });

/** The same bytes, as far as there is room for them. */
const charged = (body: IncomingMessage, account: BodyAccount): Transform => {
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) =>
      account.take(chunk.length) ? done(null, chunk) : done(overloaded()),
  });
  // A refusal may come when nobody listens any more.
  through.on('error', () => undefined);
  body.on('error', (error) => through.destroy(error));
  return body.pipe(through);
};

export const createBodyMemory = (bodyBytes: number): preParsingAsyncHookHandler => {
  const memory = new BodyMemory(LARGEST_BODIES * bodyBytes);
  return async (request, reply) => {
    const { tenant, keyId } = identityOf(request);
    const account = memory.open({
      connection: request.raw.socket,
      tenant: keyId === null ? null : tenant,
    });
    reply.raw.once('close', account.giveBack);
    const announced = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
    if (announced > CONNECTION_BYTES) return charged(request.raw, account);
    if (!account.take(announced)) throw overloaded();
    return request.raw;
  };
};

/**
 * Bounds what all request bodies together may hold in memory, from the first byte until the answer is sent: a body
 * waits with its request in the queue, and many large ones would be more than the service has.
 *
 * What always holds: a place is given back exactly once, when the connection is done with the request, however it ends.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';

/** How many bodies of the largest size are held at one time; many more small ones are. */
const LARGEST_BODIES = 32;
const RETRY_AFTER_SECONDS = 2;

export const createBodyMemory = (
  bodyBytes: number,
): ((request: FastifyRequest, reply: FastifyReply) => Promise<void>) => {
  const most = LARGEST_BODIES * bodyBytes;
  let held = 0;
  return async (request, reply) => {
    const announced = Number(request.headers['content-length'] ?? bodyBytes);
    // What is announced as larger is refused without being read.
    const bytes = announced <= bodyBytes ? announced : 0;
    if (held + bytes > most) {
      throw new Failure('OVERLOADED', 'Too many large requests are being received: try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    held += bytes;
    reply.raw.once('close', () => {
      held -= bytes;
    });
  };
};

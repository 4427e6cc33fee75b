/**
 * Reads what a client is still sending of a refused request, and forgets it: on a connection that closes under its hands a client
 * sees a broken pipe, and may never see the answer that says why.
 *
 * What always holds: it is bounded in bytes and in time, and holds no memory.
 */
import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 10_000;

/** Resolves when the body is over, too long or too slow, or the client has gone. */
export const discardBody = (incoming: IncomingMessage): Promise<void> => {
  if (incoming.complete || incoming.readableEnded || incoming.destroyed) return Promise.resolve();
  // Whoever began to read it no longer does, and would hold it up.
  incoming.unpipe();
  const over = Promise.withResolvers<void>();
  let left = MOST_BYTES;
  const timer = setTimeout(over.resolve, MOST_MS);
  incoming.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) over.resolve();
  });
  for (const event of ['end', 'close', 'error']) incoming.once(event, () => over.resolve());
  incoming.resume();
  return over.promise.finally(() => clearTimeout(timer));
};

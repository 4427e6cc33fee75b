/**
 * Bounds what clients cost that do not read their answers: the memory of all such answers together, and the time for which one
 * may take no byte of its own.
 */
import { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { AnswerMemory } from '../answer-memory.ts';
import type { App } from '../parts.ts';

/** Smaller ones are not counted: Node reads no further request of a connection on which so much waits, and the kernel takes most. */
const SMALL_BYTES = 64 * 1024;

const ANSWER_BOUNDS = { mostBytes: 256 * 1024 * 1024, stalledMs: 30_000 };

/**
 * The connection's timer runs out when no byte has moved. It is set back for the next request on the connection, whose execution
 * may take longer.
 */
const limitStall = ({ raw }: FastifyReply, stalledMs: number, usualMs: number): void => {
  // A request that was injected came over no connection.
  if (!(raw.req.socket instanceof Socket)) return;
  raw.setTimeout(stalledMs);
  // Before Node's own listener, which sets it for a connection that then waits for a request.
  raw.prependOnceListener('finish', () => raw.socket?.setTimeout(usualMs));
};

/** As bytes, which is how it is sent: the text need not be in memory as well. */
const bytesOf = (payload: unknown): Buffer | null => {
  if (typeof payload === 'string') return payload.length > SMALL_BYTES ? Buffer.from(payload) : null;
  return Buffer.isBuffer(payload) && payload.length > SMALL_BYTES ? payload : null;
};

export const addUnreadAnswers = (app: App, { mostBytes, stalledMs } = ANSWER_BOUNDS): void => {
  const memory = new AnswerMemory(mostBytes);
  app.addHook('onSend', async (request, reply, payload) => {
    limitStall(reply, stalledMs, app.server.timeout);
    const bytes = bytesOf(payload);
    if (bytes === null) return payload;
    // Of a connection that is gone no end is told any more.
    const { socket } = request.raw;
    if (!socket.destroyed)
      reply.raw.once(
        'close',
        memory.add(bytes.length, () => socket.destroy()),
      );
    return bytes;
  });
};

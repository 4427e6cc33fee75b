/**
 * For tests of the HTTP side: connections over which a test sends bytes of its own, and that never close by themselves,
 * whatever the server does.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { App } from './parts.ts';

const portOf = ({ server }: Pick<App, 'server'>): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It does not listen.');
  return address.port;
};

/** Reads nothing until it is told to. */
export const stubbornSocket = async (app: Pick<App, 'server'>, bytes: string): Promise<Socket> => {
  const socket = connect({ port: portOf(app), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return socket;
};

export const postBytes = (body: string, announced = Buffer.byteLength(body)): string =>
  `POST /execute HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${announced}\r\n\r\n${body}`;

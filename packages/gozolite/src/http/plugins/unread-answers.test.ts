import { once } from 'node:events';
import type { Socket } from 'node:net';
import fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import type { App } from '../parts.ts';
import { stubbornSocket } from '../test-socket.ts';
import { addUnreadAnswers } from './unread-answers.ts';

/** More than the kernel buffers for a client that does not read. */
const LARGE = 32 * 1024 * 1024;
const MINUTE = 60_000;
const USUAL = 10 * MINUTE;
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;

let app: App;
const start = async (bounds: { mostBytes: number; stalledMs: number }): Promise<Socket[]> => {
  app = fastify({ connectionTimeout: USUAL });
  addUnreadAnswers(app, bounds);
  app.get('/', async () => 'x'.repeat(LARGE));
  app.get('/small', async () => 'small');
  app.get('/never', () => new Promise(() => undefined));
  await app.listen({ port: 0, host: '127.0.0.1' });
  const accepted: Socket[] = [];
  app.server.on('connection', (socket) => accepted.push(socket));
  return accepted;
};
afterEach(() => {
  app.server.closeAllConnections();
  return app.close();
});

const held = (sockets: readonly Socket[]): readonly boolean[] => sockets.map(({ destroyed }) => !destroyed);

it('clients that do not read hold no more than so much together', async () => {
  const accepted = await start({ mostBytes: 2.5 * LARGE, stalledMs: MINUTE });
  const clients: Socket[] = [];
  for (let count = 1; count <= 5; count++) {
    clients.push(await stubbornSocket(app, get('/')));
    await expect.poll(() => accepted[count - 1]?.writableLength).toBeGreaterThan(0);
  }
  expect(held(accepted)).toEqual([false, false, false, true, true]);
  const answer = await app.inject('/');
  expect(answer.body).toHaveLength(LARGE);
  for (const client of clients) client.destroy();
});

it('a client that takes no byte for a while is cut off', async () => {
  const accepted = await start({ mostBytes: 10 * LARGE, stalledMs: 100 });
  const client = await stubbornSocket(app, get('/'));
  await expect.poll(() => held(accepted), { timeout: 20_000 }).toEqual([false]);
  client.destroy();
});

it('a connection whose answer was read has its usual patience for the next', async () => {
  const accepted = await start({ mostBytes: LARGE, stalledMs: MINUTE });
  const client = await stubbornSocket(app, get('/small') + get('/never'));
  const [answer] = await once(client, 'data');
  expect(String(answer)).toMatch(/small$/);
  await expect.poll(() => accepted[0]?.timeout).toBe(USUAL);
  client.destroy();
});

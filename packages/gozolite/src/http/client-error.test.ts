import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientErrorHandler } from './client-error.ts';
import { type TestService, testService } from './test-service.ts';
import { postBytes, stubbornSocket } from './test-socket.ts';

let service: TestService;
const server = createServer({
  headersTimeout: 100,
  requestTimeout: 100,
  connectionsCheckingInterval: 20,
});
beforeAll(async () => {
  service = await testService();
  server.on('request', (request) => request.resume());
  server.on('clientError', clientErrorHandler(service.parts));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await service[Symbol.asyncDispose]();
});

it.each([
  ['half a header', 'GET /health/live HTTP/1.1\r\n', 408],
  ['half a body', postBytes('{', 1000), 408],
  ['no HTTP', 'nonsense\r\n\r\n', 400],
])('a client that sent %s is answered, and its connection closed for it', async (_name, bytes, status) => {
  const accepted = once(server, 'connection');
  const client = await stubbornSocket({ server }, bytes);
  const [socket]: [Socket] = await accepted.then(([one]) => [one]);
  const [answer] = await once(client, 'data');
  expect(String(answer)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  if (!socket.destroyed) await once(socket, 'close');
  client.destroy();
});

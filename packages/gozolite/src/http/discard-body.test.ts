import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { discardBody } from './discard-body.ts';

test('a client that sends to the end sees the answer, however early it was decided', async () => {
  const server = createServer((request, response) => {
    void discardBody(request).then(() => response.writeHead(413, { connection: 'close' }).end('too large'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  try {
    for (let i = 0; i < 5; i++) {
      const answer = await fetch(url, { method: 'POST', body: 'x'.repeat(9 << 20) });
      expect([answer.status, await answer.text()]).toEqual([413, 'too large']);
    }
  } finally {
    server.close();
  }
});

test('a client that goes away is not waited for', async () => {
  const discarded = Promise.withResolvers<void>();
  const server = createServer((request) => void discardBody(request).then(discarded.resolve)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc', () => socket.destroy());
  await expect(discarded.promise).resolves.toBeUndefined();
  server.close();
});

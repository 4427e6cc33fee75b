/**
 * HTTP as no client library sends it. Whatever comes over the wire, the service answers with a status of the 4xx kind
 * or closes the connection, and goes on.
 */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { collect, connected, parseAnswers, postBytes, sendRaw } from '../raw-http.ts';
import { type Server, startServer } from '../server.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ settings: { CONNECTIONS: '64' } });
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const body = '{"language":"bash","code":"echo hello"}';
const close = { connection: 'close' };

async function stillAnswers(): Promise<void> {
  expect(await execute(server, { language: 'bash', code: 'echo alive' })).toMatchObject({
    stdout: 'alive\n',
  });
}

const host = () => `127.0.0.1:${server.port}`;
const BROKEN: readonly (readonly [name: string, bytes: () => string | Uint8Array])[] = [
  ['not HTTP at all', () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['random bytes', () => Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)],
  ['an unknown method', () => `BREW /execute HTTP/1.1\r\nhost: ${host()}\r\n\r\n`],
  ['an unknown version', () => `GET / HTTP/9.9\r\nhost: ${host()}\r\n\r\n`],
  ['no Host', () => 'GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n'],
  [
    'two Hosts',
    () => `GET /health/live HTTP/1.1\r\nhost: ${host()}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
  ],
  ['a foreign Host', () => 'GET /capabilities HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n'],
  [
    'a target with a host',
    () => `GET http://evil.example/capabilities HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`,
  ],
  ['a header of a megabyte', () => `GET / HTTP/1.1\r\nhost: ${host()}\r\nx: ${'y'.repeat(1 << 20)}\r\n\r\n`],
  ['ten thousand headers', () => `GET / HTTP/1.1\r\nhost: ${host()}\r\n${'x: y\r\n'.repeat(10_000)}\r\n`],
  [
    'a target of a hundred kilobytes',
    () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: ${host()}\r\n\r\n`,
  ],
  ['a NUL in a header', () => `GET / HTTP/1.1\r\nhost: ${host()}\r\nx: a\u0000b\r\n\r\n`],
  ['a negative length', () => postBytes(server.port, body, { 'content-length': '-1' })],
  ['a length that is not a number', () => postBytes(server.port, body, { 'content-length': '0x10' })],
  ['length and chunks at once', () => postBytes(server.port, body, { 'transfer-encoding': 'chunked' })],
  ['an unknown transfer coding', () => postBytes(server.port, body, { 'transfer-encoding': 'xchunked' })],
  ['a chunk size that is not a number', () => chunked('zz\r\nhello\r\n0\r\n\r\n')],
  ['a chunk size beyond all numbers', () => chunked('ffffffffffffffff\r\nhello\r\n0\r\n\r\n')],
  ['chunks longer than they say', () => chunked('3\r\nhello\r\n0\r\n\r\n')],
  ['a compressed body', () => postBytes(server.port, body, { 'content-encoding': 'gzip', ...close })],
  [
    'another charset',
    () => postBytes(server.port, body, { 'content-type': 'application/json; charset=utf-16', ...close }),
  ],
  [
    'a form',
    () =>
      postBytes(server.port, 'language=bash', {
        'content-type': 'application/x-www-form-urlencoded',
        ...close,
      }),
  ],
  ['no content type', () => postBytes(server.port, body, { 'content-type': '', ...close })],
  [
    'an announced body of a terabyte',
    () => postBytes(server.port, '', { 'content-length': String(1e12), ...close }),
  ],
  ['an upgrade', () => `GET / HTTP/1.1\r\nhost: ${host()}\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n`],
  ['a connect', () => `CONNECT 127.0.0.1:1 HTTP/1.1\r\nhost: ${host()}\r\n\r\n`],
];

function chunked(chunks: string): string {
  return `POST /execute HTTP/1.1\r\nhost: ${host()}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n${chunks}`;
}

it.for(BROKEN)('refuses %s', async ([, bytes]) => {
  const answers = await sendRaw(server.port, [bytes()], { idleMs: 1500 });
  expect(answers.length).toBeLessThanOrEqual(1);
  for (const { status } of answers) expect(status >= 400 && status < 500, String(status)).toBe(true);
  await stillAnswers();
});

describe('well-formed, if unusual', () => {
  it('answers pipelined requests, each, in order', async () => {
    const bytes = Array.from({ length: 8 }, (_, i) =>
      postBytes(server.port, JSON.stringify({ language: 'bash', code: `echo ${i}` })),
    ).join('');
    const answers = await sendRaw(server.port, [bytes]);
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(answers.map(({ body: text }) => JSON.parse(text).stdout)).toEqual(
      Array.from({ length: 8 }, (_, i) => `${i}\n`),
    );
  });

  it('takes a body in chunks and byte by byte', async () => {
    const inChunks = [...body].map((letter) => `1\r\n${letter}\r\n`).join('');
    const [first] = await sendRaw(server.port, [chunked(`${inChunks}0\r\n\r\n`)]);
    expect(first?.status).toBe(200);
    const [second] = await sendRaw(server.port, [...postBytes(server.port, body, close)]);
    expect(second?.status).toBe(200);
  });

  it('waits for nothing when a body is only announced', async () => {
    const [first] = await sendRaw(server.port, [
      postBytes(server.port, body, { expect: '100-continue', ...close }),
    ]);
    expect(first?.status).toBe(200);
  });

  it('lets no other origin read or send', async () => {
    const preflight = `OPTIONS /execute HTTP/1.1\r\nhost: ${host()}\r\norigin: https://evil.example\r\naccess-control-request-method: POST\r\nconnection: close\r\n\r\n`;
    for (const bytes of [
      preflight,
      postBytes(server.port, body, { origin: 'https://evil.example', ...close }),
    ]) {
      const [answer] = await sendRaw(server.port, [bytes]);
      expect(Object.keys(answer?.headers ?? {}).filter((name) => name.startsWith('access-control'))).toEqual(
        [],
      );
    }
  });
});

describe('the slow', () => {
  /** How long the server keeps a connection on which this much comes once in 500 ms. */
  async function keptFor(first: string, drop: string): Promise<number> {
    const started = performance.now();
    const socket = await connected(server.port);
    socket.write(first);
    const drip = setInterval(() => socket.writable && socket.write(drop), 500);
    const answers = parseAnswers(await collect(socket, 60_000));
    clearInterval(drip);
    for (const { status } of answers) expect([400, 408]).toContain(status);
    return performance.now() - started;
  }

  it('are cut off: headers after ten seconds, bodies after thirty', { timeout: 90_000 }, async () => {
    const headers = Array.from({ length: 20 }, () =>
      keptFor(`POST /execute HTTP/1.1\r\nhost: ${host()}\r\n`, 'x: y\r\n'),
    );
    const unfinished = keptFor(postBytes(server.port, '', { 'content-length': '1000' }), ' ');
    const silent = keptFor('', '');
    await stillAnswers();
    for (const kept of await Promise.all(headers)) expect(kept).toBeLessThan(20_000);
    expect(await unfinished).toBeLessThan(45_000);
    expect(await silent).toBeLessThan(45_000);
  });

  /** Of one that never closes its own end: when the server has closed the other, and not only its half of it. */
  async function closedFor(bytes: string): Promise<void> {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const ended = new Promise<void>((resolve) => socket.once('end', resolve));
    socket.resume().write(bytes);
    await Promise.race([ended, closed]);
    // Whether anybody still takes what is sent.
    const knock = setInterval(() => socket.write(' '), 100);
    await closed;
    clearInterval(knock);
  }

  it('hold no room for what they announce, nor a place once they were answered', {
    timeout: 120_000,
  }, async () => {
    const announced = postBytes(server.port, '{', { 'content-length': '8388608' });
    const half = `GET /health/live HTTP/1.1\r\nhost: ${host()}\r\n`;
    const closed = Array.from({ length: 50 }, (_, i) => closedFor(i < 40 ? announced : half));
    await stillAnswers();
    const large = { language: 'bash', code: 'wc -c', stdin: 'x'.repeat(1_000_000) };
    expect(await execute(server, large)).toMatchObject({ stdout: '1000000\n' });
    await Promise.all(closed);
  });

  it('do not read their answers, and the service does not wait for them', async () => {
    const request = JSON.stringify({
      language: 'bash',
      code: 'head -c 900000 /dev/zero',
      limits: { time_ms: 5000 },
    });
    const sockets = await Promise.all(Array.from({ length: 8 }, () => connected(server.port)));
    for (const socket of sockets) socket.pause().write(postBytes(server.port, request));
    for (let i = 0; i < 5; i++) await stillAnswers();
    for (const socket of sockets) socket.destroy();
  });

  it('and the many take no more connections than allowed', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 100 }, () => connected(server.port).catch(() => null)),
    );
    const idle = sockets.filter((socket) => socket !== null);
    const closed = idle.map(
      (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
    );
    await Promise.race(closed);
    for (const socket of idle) socket.destroy();
    await stillAnswers();
  });
});

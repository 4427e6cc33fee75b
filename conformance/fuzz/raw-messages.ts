/**
 * HTTP messages as no client library sends them: put together from parts, right and wrong, and cut anywhere.
 */
import fc from 'fast-check';

const BODY = '{"language":"bash","code":"echo hello"}';

const pick = <T>(...all: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...all);
const mostly = <T>(usual: T, ...odd: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: pick(usual, ...odd) });

const method = mostly(
  'POST',
  'GET',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'get',
  'POST\t',
  '',
  'M-SEARCH',
  'PRI',
);
const target = mostly(
  '/execute',
  '/',
  '*',
  '/capabilities',
  '/languages/bash',
  '/languages/%00',
  '/languages/%zz',
  `/languages/${'a'.repeat(3000)}`,
  '/execute?x=%ff',
  '//execute',
  '/./execute',
  '/%2e%2e/etc/passwd',
  '/docs/../../etc/passwd',
  '/execute#x',
  'http://127.0.0.1/execute',
  'execute',
  '/ex ecute',
  '/health/ready',
  '/metrics',
  '/openapi.json',
  '/docs/',
);
const version = mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/1.2', 'http/1.1', 'HTTP/1.1 ', 'HTTP/', '');
const lineEnd = mostly('\r\n', '\n', '\r', '\r\r\n', '\u000b');

const LENGTH = String(BODY.length);
const ODD_HEADERS: readonly string[] = [
  `content-length: ${LENGTH}`,
  'content-length: 0',
  'content-length: 5',
  `content-length: +${LENGTH}`,
  `content-length: ${LENGTH},${LENGTH}`,
  'content-length: -1',
  'content-length: 0x27',
  'content-length: 99999999999999999999',
  'content-length:',
  `content-length : ${LENGTH}`,
  `content-length:\u000b${LENGTH}`,
  'transfer-encoding: chunked',
  'transfer-encoding: identity',
  'transfer-encoding: chunked, identity',
  'transfer-encoding: identity, chunked',
  'transfer-encoding: xchunked',
  'transfer-encoding : chunked',
  'transfer-encoding:\tchunked',
  'Transfer-Encoding: CHUNKED',
  'connection: close',
  'connection: keep-alive, transfer-encoding',
  'connection: upgrade',
  'upgrade: websocket',
  'expect: 100-continue',
  'expect: something',
  'content-type: text/plain',
  'content-type: application/json; charset=utf-7',
  'content-type: application/json, text/html',
  'content-encoding: gzip',
  'host: evil.example',
  'host:',
  'origin: https://evil.example',
  'authorization: Bearer ',
  'authorization: Bearer \u00ff\u00fe',
  'x-request-id: ../../etc',
  'x-http-method-override: DELETE',
  ': nameless',
  'a header without a colon',
  'x: a\u0000b',
  'x: a\rb',
  ' folded: line',
  `x: ${'y'.repeat(20_000)}`,
  `${'n'.repeat(20_000)}: y`,
  'if-none-match: *',
  'range: bytes=0-1',
  'te: trailers',
  'trailer: content-length',
];
const RIGHT = ['content-type: application/json', `content-length: ${LENGTH}`];

const body = fc.oneof(
  { weight: 5, arbitrary: fc.constant(BODY) },
  {
    weight: 2,
    arbitrary: pick(
      `27\r\n${BODY}\r\n0\r\n\r\n`,
      `27;x="\r\n${BODY}\r\n0\r\n\r\n`,
      `0000000000000000027\r\n${BODY}\r\n0\r\n\r\n`,
      'ffffffffffffffff1\r\nx',
      '-1\r\nx\r\n',
      '5\r\nhello\n0\r\n\r\n',
      '0\r\ncontent-length: 5\r\n\r\n',
    ),
  },
  {
    weight: 2,
    arbitrary: pick('', '{', '[]', 'null', '\u0000', `${'['.repeat(5000)}`, '{"language":"\ud800"}'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

/** One message, in Latin-1. */
const message = (host: string): fc.Arbitrary<string> =>
  fc
    .record({
      method,
      target,
      version,
      lineEnd,
      right: fc.subarray([`host: ${host}`, ...RIGHT], { minLength: 2 }),
      odd: fc.array(pick(...ODD_HEADERS), { maxLength: 3 }),
      body,
    })
    .map(({ method: verb, target: at, version: of, lineEnd: end, right, odd, body: content }) =>
      [`${verb} ${at} ${of}`, ...right, ...odd, '', content].join(end),
    );

export type Conversation = {
  readonly messages: readonly string[];
  /** What is sent, in pieces. */
  readonly pieces: readonly Buffer[];
  readonly halfClose: boolean;
};

/** Some messages on one connection, with bytes changed and the stream cut into pieces at any place. */
export const conversation = (host: string): fc.Arbitrary<Conversation> =>
  fc
    .record({
      messages: fc.array(message(host), { minLength: 1, maxLength: 3 }),
      changes: fc.oneof(
        { weight: 3, arbitrary: fc.constant<[number, number][]>([]) },
        { weight: 1, arbitrary: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }) },
      ),
      cuts: fc.array(fc.nat(), { maxLength: 4 }),
      keep: fc.oneof(
        { weight: 4, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
      ),
      halfClose: fc.boolean(),
    })
    .map(({ messages, changes, cuts, keep, halfClose }) => {
      const all = Buffer.from(messages.join(''), 'latin1');
      for (const [at, byte] of changes) all[at % all.length] = byte;
      const whole = all.subarray(0, Math.ceil(all.length * keep));
      const places = [...cuts.map((one) => one % (whole.length + 1)), 0, whole.length].sort((a, b) => a - b);
      const pieces = places.slice(1).map((end, index) => whole.subarray(places[index], end));
      return { messages, pieces, halfClose };
    });

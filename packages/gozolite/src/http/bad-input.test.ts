import { connect, type Socket } from 'node:net';
import { ExecutionResult } from '@gozolite/client';
import fc from 'fast-check';
import { Check } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJsonBody } from './plugins/json-body.ts';
import { type TestService, testService } from './test-service.ts';

let service: TestService;
beforeAll(async () => {
  service = await testService({ environment: { GOZOLITE_BODY_BYTES: '1048576' } });
});
afterAll(() => service[Symbol.asyncDispose]());

const send = async (payload: string | Buffer, headers: Record<string, string> = {}) => {
  const answer = await service.app.inject({
    method: 'POST',
    url: '/execute',
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const body: unknown = answer.json();
  return { status: answer.statusCode, body, error: Reflect.get(Object(body), 'error') };
};

/** Refused, in the body shape of every answer, with a sentence. */
const expectRefusal = ({ status, body }: { status: number; body: unknown }) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(Check(ExecutionResult, body)).toBe(true);
  expect(Reflect.get(Object(body), 'status')).toBe('failed');
  expect(Reflect.get(Object(body), 'message')).toMatch(/^[A-Za-z"].*[.?]$/s);
};

describe('a body that is not what it must be', () => {
  it.each<[string, string | Buffer, string]>([
    ['is empty', '', 'INVALID_REQUEST'],
    ['is not JSON', 'print(1)', 'INVALID_REQUEST'],
    ['ends early', '{"language":"python","code":', 'INVALID_REQUEST'],
    ['is not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 'INVALID_REQUEST'],
    ['is an overlong UTF-8 encoding', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'INVALID_REQUEST'],
    ['nests 100,000 arrays', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'INVALID_REQUEST'],
    ['nests 100,000 objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'INVALID_REQUEST'],
    ['nests in a field', `{"language":"x","code":${'['.repeat(50_000)}`, 'INVALID_REQUEST'],
    ['has 300,000 arrays', `[${'[],'.repeat(300_000)}[]]`, 'INVALID_REQUEST'],
    ['is a number', '1', 'INVALID_REQUEST'],
    ['is null', 'null', 'INVALID_REQUEST'],
    ['is an array', '[]', 'INVALID_REQUEST'],
    ['has a __proto__', '{"language":"python","code":"1","__proto__":{"x":1}}', 'INVALID_REQUEST'],
    ['has a __proto__ in env', '{"language":"python","code":"1","env":{"__proto__":"x"}}', 'INVALID_REQUEST'],
    [
      'escapes a __proto__',
      '{"language":"python","code":"1","env":{"\\u005f_proto__":"x"}}',
      'INVALID_REQUEST',
    ],
    ['has an unknown field', '{"language":"python","code":"1","timeout":1}', 'INVALID_REQUEST'],
    ['has the wrong type', '{"language":"python","code":1}', 'INVALID_REQUEST'],
    [
      'has bad base64',
      '{"language":"x","files":[{"path":"a","content":"?","encoding":"base64"}]}',
      'INVALID_REQUEST',
    ],
    ['leaves the folder', '{"language":"x","files":[{"path":"../a","content":""}]}', 'INVALID_REQUEST'],
    [
      'has an absolute path',
      '{"language":"x","files":[{"path":"/etc/passwd","content":""}]}',
      'INVALID_REQUEST',
    ],
    [
      'has a NUL in a path',
      '{"language":"x","files":[{"path":"a\\u0000b","content":""}]}',
      'INVALID_REQUEST',
    ],
    ['has a lone surrogate', '{"language":"python","code":"\\ud800"}', 'INVALID_REQUEST'],
    [
      'asks for too much',
      '{"language":"python","code":"1","limits":{"time_ms":999999999}}',
      'LIMIT_NOT_ALLOWED',
    ],
    ['is too large', `{"language":"python","code":"${'x'.repeat(1_048_576)}"}`, 'PAYLOAD_TOO_LARGE'],
  ])('because it %s is refused', async (_name, payload, code) => {
    const answer = await send(payload);
    expectRefusal(answer);
    expect(answer.error).toBe(code);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => index);
  const membersOf = (count: number) => Object.fromEntries(many(count).map((index) => [`k${index}`, '']));

  it.each<[string, object, string]>([
    ['elements', { args: many(5000) }, 'The JSON of the body has more than 4096 values.'],
    ['variables', { env: membersOf(5000) }, 'The JSON of the body has more than 4096 values.'],
    ['fields', membersOf(5000), 'The JSON of the body has more than 4096 values.'],
    [
      'letters in names',
      { ['x/~'.repeat(90_000)]: 1 },
      'The names in the JSON of the body have more than 262144 bytes together.',
    ],
  ])('with too many %s is refused before it is parsed', async (_name, fields, message) => {
    // What follows is no JSON: whoever parses it says so.
    const { body } = await send(`${JSON.stringify({ language: 'python', ...fields })}}`);
    expect(Reflect.get(Object(body), 'message')).toBe(message);
  });

  it('with as much of everything as the contract allows is accepted', async () => {
    const limits = Object.fromEntries(
      Object.keys(service.parts.config.settings.default_limits).map((name) => [name, 1]),
    );
    const request = {
      language: 'python',
      files: many(256).map((index) => ({ path: `f${index}`, content: '{[,]}', encoding: 'utf8' })),
      entrypoint: 'f0',
      stdin: ','.repeat(10_000),
      args: many(256).map(String),
      env: { ...membersOf(127), [`v${'x'.repeat(100_000)}`]: '' },
      limits,
      compile: { args: many(64).map(String), limits },
      artifacts: many(64).map(String),
      encoding: 'utf8',
    };
    expect((await send(JSON.stringify(request))).status).toBe(200);
  });

  it('says where its syntax is wrong', async () => {
    const { body } = await send('{\n  "language": "python",\n  "code" 1\n}');
    expect(Reflect.get(Object(body), 'message')).toBe('The body is not valid JSON: see line 3, column 10.');
  });

  it('never changes what objects are', async () => {
    await send('{"language":"python","code":"1","env":{"__proto__":{"polluted":true}}}');
    await send('{"constructor":{"prototype":{"polluted":true}}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/json; charset=latin1',
    'application/json5',
    'multipart/form-data; boundary=x',
    'x',
    '',
    'application/json, text/plain',
  ])('because it says it is "%s" is refused', async (type) => {
    const answer = await send('{"language":"python","code":"1"}', { 'content-type': type });
    expectRefusal(answer);
    expect(answer.status).toBe(415);
  });

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
  ])('is accepted as "%s"', async (type) => {
    expect((await send('{"language":"python","code":"1"}', { 'content-type': type })).status).toBe(200);
  });

  it('is refused when it is compressed', async () => {
    const answer = await send('{"language":"python","code":"1"}', { 'content-encoding': 'gzip' });
    expectRefusal(answer);
    expect(answer.error).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('is accepted after a byte order mark', async () => {
    expect((await send('\ufeff{"language":"python","code":"1"}')).status).toBe(200);
  });
});

describe('whatever is sent', () => {
  it('as bytes, the answer is a refusal in the one shape', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) =>
        expectRefusal(await send(Buffer.from(bytes))),
      ),
      { numRuns: 300 },
    ));

  it('as JSON, the answer is a result or a refusal, never a failure of the service', () => {
    const field = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant('python'), fc.constant('1'));
    const request = fc.dictionary(
      fc.constantFrom(
        'language',
        'code',
        'files',
        'stdin',
        'args',
        'env',
        'limits',
        'compile',
        'artifacts',
        'zzz',
      ),
      field,
    );
    return fc.assert(
      fc.asyncProperty(fc.oneof(request, fc.jsonValue()), async (value) => {
        const answer = await send(JSON.stringify(value));
        if (answer.status !== 200) expectRefusal(answer);
      }),
      { numRuns: 500 },
    );
  });

  it('as headers and paths, the answer is never a failure of the service', () =>
    fc.assert(
      fc.asyncProperty(fc.webPath(), fc.stringMatching(/^[\x20-\x7e]{0,40}$/), async (path, text) => {
        const answer = await service.app.inject({
          url: `/${path}`,
          headers: { host: text, authorization: text, 'x-request-id': text, 'content-type': text },
        });
        expect(answer.statusCode).toBeLessThan(500);
      }),
      { numRuns: 200 },
    ));

  it('well-formed JSON within the bounds is read as JSON.parse reads it', () =>
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__'));
        expect(parseJsonBody(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    ));
});

describe('what is not even HTTP', () => {
  const exchange = async (bytes: string): Promise<string> => {
    const address = service.app.server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    const socket: Socket = connect(address.port, '127.0.0.1');
    socket.write(bytes);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer;
  };
  beforeAll(() => service.app.listen({ port: 0, host: '127.0.0.1' }));

  it.each<[string, string, number]>([
    ['noise', '\u0000\u0001 nonsense\r\n\r\n', 400],
    [
      'headers that are too large',
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
    ],
    [
      'two lengths',
      'POST /execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('%s is refused in the one shape', async (_name, bytes, status) => {
    const answer = await exchange(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(Check(ExecutionResult, JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)))).toBe(true);
  });
});

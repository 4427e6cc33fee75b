/**
 * Whatever is sent, the answer is one of the contract's and never a 500: random JSON, requests with something wrong in
 * them, and a table of inputs that have broken such services. `post` checks the shape of every answer.
 */
import { ERRORS, type ErrorCode } from '@gozolite/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute, post } from '../execute.ts';
import { type Server, startServer } from '../server.ts';

const SEED = 20_261_122;
let server: Server;

beforeAll(async () => {
  server = await startServer();
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const valid = { language: 'bash', code: ':' };
const isRequestFault = (code: ErrorCode | null): boolean => code !== null && ERRORS[code].class === 'request';

describe('random input', () => {
  it('of any JSON is answered, and refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (body) => {
        expect(isRequestFault((await post(server, body)).result.error)).toBe(true);
      }),
      { numRuns: 150, seed: SEED },
    );
  });

  it('of any bytes is answered, and refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await post(server, Uint8Array.from(bytes))).result.error).toBe('INVALID_REQUEST');
      }),
      { numRuns: 100, seed: SEED },
    );
  });

  it('in one field of a valid request is answered', async () => {
    const field = fc.constantFrom(
      ...[
        'language',
        'code',
        'files',
        'entrypoint',
        'stdin',
        'args',
        'env',
        'limits',
        'compile',
        'artifacts',
        'encoding',
        'x',
      ],
    );
    await fc.assert(
      fc.asyncProperty(field, fc.jsonValue({ maxDepth: 3 }), async (name, value) => {
        const { result } = await post(server, JSON.stringify({ ...valid, [name]: value }));
        if (result.error !== null && !isRequestFault(result.error)) {
          expect(['RUNTIME_ERROR', 'TIME_LIMIT_EXCEEDED', 'TOOLCHAIN_MISSING']).toContain(result.error);
        }
      }),
      { numRuns: 250, seed: SEED },
    );
  });

  it('in a path is either refused or stays inside', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      '/',
      'a',
      'b',
      '\\',
      '~',
      '\u0000',
      '__proto__',
      'é',
      ' ',
      '%2e%2e',
      'x'.repeat(255),
      '-rf',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async (parts) => {
        const path = parts.join('/');
        const { result } = await post(
          server,
          JSON.stringify({
            language: 'bash',
            files: [
              { path: 'main.sh', content: 'echo ok' },
              { path, content: 'x' },
            ],
          }),
        );
        if (result.error === null) expect(path.split('/')).not.toContain('..');
        else expect(result.error).toBe('INVALID_REQUEST');
      }),
      { numRuns: 150, seed: SEED },
    );
  });
});

const nested = (depth: number, open: string, close: string): string =>
  open.repeat(depth) + close.repeat(depth);
const file = (path: string) => JSON.stringify({ language: 'bash', files: [{ path, content: 'x' }] });

const BAD: readonly (readonly [name: string, body: string, codes?: readonly ErrorCode[]])[] = [
  ['an empty body', ''],
  ['JSON that is cut off', '{"language":"bash","code":"'],
  ['an array', '[]'],
  ['null', 'null'],
  ['a number too large', '{"language":"bash","code":":","limits":{"time_ms":1e999}}'],
  ['a fraction', '{"language":"bash","code":":","limits":{"time_ms":1.5}}'],
  ['zero', '{"language":"bash","code":":","limits":{"time_ms":0}}'],
  ['a negative limit', '{"language":"bash","code":":","limits":{"memory_kb":-1}}'],
  ['a limit as text', '{"language":"bash","code":":","limits":{"memory_kb":"65536"}}'],
  ['an unknown limit', '{"language":"bash","code":":","limits":{"memory":1}}'],
  ['neither code nor files', '{"language":"bash"}'],
  ['both code and files', '{"language":"bash","code":":","files":[{"path":"a","content":""}]}'],
  ['no files', '{"language":"bash","files":[]}'],
  ['an unknown field', '{"language":"bash","code":":","Code":":"}'],
  ['__proto__', '{"language":"bash","code":":","__proto__":{"admin":true}}'],
  ['__proto__ in the environment', '{"language":"bash","code":":","env":{"__proto__":{"A":"b"}}}'],
  ['constructor.prototype', '{"language":"bash","code":":","constructor":{"prototype":{"admin":true}}}'],
  ['ten thousand levels of arrays', `{"language":"bash","code":":","args":${nested(10_000, '[', ']')}}`],
  ['a hundred thousand levels of objects', nested(100_000, '{"a":', '}').replace('{"a":}', '{"a":1}')],
  [
    'an entrypoint that is not among the files',
    '{"language":"bash","files":[{"path":"a.sh","content":""}],"entrypoint":"b.sh"}',
  ],
  ['an entrypoint without files', '{"language":"bash","code":":","entrypoint":"b.sh"}'],
  [
    'two files of one path',
    '{"language":"bash","files":[{"path":"a","content":""},{"path":"a","content":""}]}',
  ],
  [
    'a file that is also a folder',
    '{"language":"bash","files":[{"path":"a","content":""},{"path":"a/b","content":""}]}',
  ],
  ['base64 that is not', '{"language":"bash","files":[{"path":"a","content":"!!!","encoding":"base64"}]}'],
  ['a NUL in an argument', '{"language":"bash","code":":","args":["a\\u0000b"]}'],
  ['a NUL in the environment', '{"language":"bash","code":":","env":{"A":"a\\u0000b"}}'],
  ['an environment name with =', '{"language":"bash","code":":","env":{"A=B":"c"}}'],
  ['a path that goes up', file('../a.sh')],
  ['a path that goes up later', file('a/../../b.sh')],
  ['an absolute path', file('/etc/passwd')],
  ['a NUL in a path', file('a\u0000.sh')],
  ['a dot as a path', file('.')],
  ['a path that ends with a slash', file('a/')],
  ['an empty part of a path', file('a//b')],
  ['a name of 300 bytes', file('x'.repeat(300))],
  ['artifacts that go up', '{"language":"bash","code":":","artifacts":["../*"]}'],
  ['artifacts of absolute paths', '{"language":"bash","code":":","artifacts":["/etc/*"]}'],
  [
    'too many files',
    JSON.stringify({
      language: 'bash',
      files: Array.from({ length: 300 }, (_, i) => ({ path: `f${i}`, content: '' })),
    }),
  ],
  ['too many arguments', JSON.stringify({ ...valid, args: Array.from({ length: 300 }, () => 'a') })],
  [
    'a lone surrogate in the language',
    '{"language":"\\ud800","code":":"}',
    ['INVALID_REQUEST', 'UNSUPPORTED_LANGUAGE'],
  ],
  [
    'terminal escapes in the language',
    '{"language":"\\u001b[2J\\u009b31m","code":":"}',
    ['INVALID_REQUEST', 'UNSUPPORTED_LANGUAGE'],
  ],
  ['a byte order mark', '\ufeff{"language":"bash","code":":","colour":1}'],
  [
    'a limit just above the maximum',
    '{"language":"bash","code":":","limits":{"time_ms":60001}}',
    ['LIMIT_NOT_ALLOWED'],
  ],
  [
    'an enormous whole limit',
    '{"language":"bash","code":":","limits":{"time_ms":9007199254740993}}',
    ['LIMIT_NOT_ALLOWED', 'INVALID_REQUEST'],
  ],
];

it.for(BAD)('refuses %s', async ([, body, codes]) => {
  const { result } = await post(server, body);
  expect(codes ?? ['INVALID_REQUEST']).toContain(result.error);
  expect(result.message).toMatch(/^\S.{9,}/);
});

it('what was refused is told by the place at which it stands', async () => {
  const { result } = await post(server, '{"language":"bash","code":":","limits":{"time_ms":"soon"}}');
  expect(result.message).toContain('time_ms');
});

it('arguments that are too large together are the caller’s fault, not a failure of the service', async () => {
  const result = await execute(server, {
    ...valid,
    args: Array.from({ length: 100 }, () => 'a'.repeat(65_000)),
  });
  expect(result.error).toBe('INVALID_REQUEST');
});

it('afterwards the service runs as before, and has blamed itself for nothing', async () => {
  expect(await execute(server, { language: 'bash', code: 'echo fine' })).toMatchObject({ stdout: 'fine\n' });
  expect(server.lines().filter((line) => line.includes('INTERNAL_ERROR'))).toEqual([]);
  for (const line of server.lines()) expect(line).not.toMatch(/[^\P{Cc}\t]/u);
});

/**
 * The HTTP API under requests made by chance from its own description, right and nearly right, and under bytes that are hardly
 * HTTP: it never crashes, hangs or answers with a 500; every refusal has a documented code; and nothing that is not right is run.
 *
 * FUZZ_RUNS multiplies how many there are.
 */
import { ERRORS } from '@gozolite/client';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checked, execute } from '../execute.ts';
import { quietState } from '../quiet.ts';
import { collect, connected, parseAnswers, postBytes, type RawAnswer, sendRaw } from '../raw-http.ts';
import { type Server, startServer } from '../server.ts';
import { type Api, type Operation, readApi } from './api.ts';
import { anyJson, fitting, type Json, nearlyFitting, type SchemaContext } from './from-schema.ts';
import { conversation } from './raw-messages.ts';

const TIMES = Number(process.env.FUZZ_RUNS ?? 1);
// What a change is judged by is the same for everyone; `npm run fuzz` looks for what is new.
if (process.env.FUZZ_RUNS === undefined) fc.configureGlobal({ seed: 1 });
const HOURS = { timeout: 120_000 + TIMES * 120_000 };
let server: Server;
let api: Api;
let context: SchemaContext;

beforeAll(async () => {
  server = await startServer({ settings: { CONNECTIONS: '64', SLOTS: '2' } });
  api = await readApi(server.base);
  const code = fc.constantFrom<Json>(
    'echo hello',
    'print(1)',
    'exit 3',
    '#include <x>',
    '',
    '\u0000',
    'cat; ls / | wc',
  );
  context = {
    components: api.components,
    hints: {
      language: fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom<Json>('bash', 'python', 'c', 'bash@5', 'python@99') },
        { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 64 }) },
      ),
      code,
      path: fc.oneof(
        fc.constantFrom<Json>('main.sh', 'a/b.py', 'main.c', 'x'),
        fc.constantFrom<Json>('..', '../x', '/x', 'a//b', './a', 'a/', '__proto__', 'a\u0000b', '~'),
      ),
      content: code,
      time_ms: fc.integer({ min: 1, max: 1500 }),
      artifacts: fc.array(fc.constantFrom<Json>('*', '**', '../*', '[', 'a'.repeat(512)), { maxLength: 3 }),
    },
  };
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const alive = async (): Promise<void> => {
  expect(await execute(server, { language: 'bash', code: 'echo alive' })).toMatchObject({
    stdout: 'alive\n',
  });
};

type Got = { readonly status: number; readonly body: unknown };

async function send(operation: Operation, path: string, body: string | null): Promise<Got> {
  const response = await fetch(`${server.base}${path}`, {
    method: operation.method,
    signal: AbortSignal.timeout(60_000),
    ...(body === null ? {} : { headers: { 'content-type': 'application/json' }, body }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

function expectDocumented({ statuses, method, path }: Operation, { status, body }: Got): void {
  expect(statuses, `${method} ${path} answered ${status}: ${JSON.stringify(body)}`).toContain(status);
  expect(status).not.toBe(500);
  if (status >= 400) checked(body, status);
}

const operation = (method: string, path: string): Operation => {
  const found = api.operations.find((one) => one.method === method && one.path === path);
  if (found === undefined) throw new Error(`${method} ${path} is not described.`);
  return found;
};

describe('POST /execute', () => {
  const bodyOf = ({ body }: Operation) => body ?? { type: 'null' };
  const OPTIONAL = [
    'stdin',
    'args',
    'env',
    'limits',
    'artifacts',
    'encoding',
    'compile',
    'entrypoint',
  ] as const;
  /** What a schema cannot say, kept for the most part: one of `code` and `files`, and little else. */
  const sensible = (whole: fc.Arbitrary<Json>): fc.Arbitrary<Json> =>
    fc
      .tuple(whole, fc.subarray([...OPTIONAL], { maxLength: 3 }), fc.constantFrom('code', 'files'))
      .map(([value, kept, source]) =>
        Object.fromEntries(
          Object.entries(value ?? {}).filter(([name]) => ['language', source, ...kept].includes(name)),
        ),
      );

  it('answers what fits its schema with a result', HOURS, async () => {
    const executing = operation('POST', '/execute');
    const whole = fitting(bodyOf(executing), context);
    const requests = fc.oneof({ weight: 4, arbitrary: sensible(whole) }, { weight: 1, arbitrary: whole });
    let ran = 0;
    await fc.assert(
      fc.asyncProperty(requests, async (value) => {
        const got = await send(executing, '/execute', JSON.stringify(value));
        expectDocumented(executing, got);
        const { error } = checked(got.body, got.status);
        if (error === null || ERRORS[error].class === 'program') ran += 1;
      }),
      { numRuns: 120 * TIMES },
    );
    // Or the generator makes nothing that is right.
    expect(ran).toBeGreaterThan(3 * TIMES);
  });

  it('refuses what does not fit in one step, and runs none of it', HOURS, async () => {
    const executing = operation('POST', '/execute');
    await fc.assert(
      fc.asyncProperty(nearlyFitting(bodyOf(executing), context), async ({ value, step }) => {
        const got = await send(executing, '/execute', JSON.stringify(value));
        expectDocumented(executing, got);
        const { error } = checked(got.body, got.status);
        expect(error === null ? 'ok' : ERRORS[error].class, `${step}: ${JSON.stringify(value)}`).toBe(
          'request',
        );
      }),
      { numRuns: 250 * TIMES },
    );
  });

  it('refuses any other JSON, and what is not JSON', HOURS, async () => {
    const executing = operation('POST', '/execute');
    const text = fc.oneof(
      anyJson.map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.constantFrom(
        '{"language":"bash","code":"x"',
        '{"a":1}}',
        '{"__proto__":{"language":"bash"}}',
        '1e999',
        '\ufeff{}',
      ),
      fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const got = await send(executing, '/execute', body);
        expectDocumented(executing, got);
        expect(got.status, body).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 150 * TIMES },
    );
  });
});

it('every other operation answers whatever is in its path and query as documented', HOURS, async () => {
  const others = api.operations.filter(({ method }) => method === 'GET');
  expect(others.length).toBeGreaterThan(5);
  const word = fc.oneof(
    fc.constantFrom(
      'bash',
      'python@3',
      '%00',
      '%zz',
      '..%2f..',
      '__proto__',
      'constructor',
      'a'.repeat(200),
      '%ff%fe',
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }).map(encoded),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...others), word, fc.option(word), async (one, value, query) => {
      const path = one.parameters.reduce((text, name) => text.replace(`{${name}}`, value), one.path);
      const got = await send(one, query === null ? path : `${path}?${query}`, null);
      // What is in its place may make it another path, which is not there.
      if (one.parameters.length > 0 && got.status === 404) checked(got.body, 404);
      else expectDocumented(one, got);
    }),
    { numRuns: 200 * TIMES },
  );
});

/** Lone surrogates cannot be in a URL. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

/** What is no request of this API is an INVALID_REQUEST under the status that HTTP has for it. */
const HTTP_STATUSES: ReadonlySet<number> = new Set([405, 408, 431]);

function expectSound(answers: readonly RawAnswer[], what: string): void {
  for (const { status, body, headers } of answers) {
    expect(status < 500 || status === 503, `${status} to ${what}: ${body}`).toBe(true);
    if (status >= 400 && headers['content-type']?.includes('json')) {
      checked(JSON.parse(body), HTTP_STATUSES.has(status) ? 400 : status);
    }
    if (status >= 400 && !headers['content-type']?.includes('json'))
      expect(body, `${status} to ${what}`).toBe('');
  }
}

it('bytes that are hardly HTTP are refused or dropped', HOURS, async () => {
  await alive();
  const before = await quietState(server);
  await fc.assert(
    fc.asyncProperty(conversation(`127.0.0.1:${server.port}`), async ({ messages, pieces, halfClose }) => {
      const socket = await connected(server.port);
      const received = collect(socket, 300);
      for (const piece of pieces) socket.write(piece);
      if (halfClose) socket.end();
      const answers = parseAnswers(await received);
      expectSound(answers, JSON.stringify(pieces.map(String)));
      expect(answers.length).toBeLessThanOrEqual(messages.length + 1);
    }),
    { numRuns: 200 * TIMES },
  );
  await alive();
  await server.settled(before, 20_000);
});

describe('a request hidden in another', () => {
  const hidden = () => `GET /capabilities HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\n\r\n`;
  const within = (headers: Readonly<Record<string, string>>, body: string, of = 'HTTP/1.1') =>
    postBytes(server.port, body, headers).replace(' HTTP/1.1\r\n', ` ${of}\r\n`);
  const chunks = (end = '\r\n') => `0${end}${end}${hidden()}`;
  const TE = 'transfer-encoding';

  const SHAPES: readonly (readonly [name: string, bytes: () => string])[] = [
    ['length and chunks', () => within({ [TE]: 'chunked' }, chunks())],
    ['a length of nothing, and chunks', () => within({ 'content-length': '0', [TE]: 'chunked' }, chunks())],
    ['two lengths', () => within({ 'content-length': '0', 'Content-Length': '7' }, hidden())],
    ['a list of lengths', () => within({ 'content-length': '0, 7' }, hidden())],
    ['a length with a sign', () => within({ 'content-length': '+0' }, hidden())],
    ['a length with a space before the colon', () => within({ 'content-length ': '0' }, hidden())],
    ['an unknown coding', () => within({ 'content-length': '0', [TE]: 'xchunked' }, hidden())],
    [
      'a coding after the chunks',
      () => within({ 'content-length': '0', [TE]: 'chunked, identity' }, chunks()),
    ],
    [
      'a coding that is twice there',
      () => within({ [TE]: 'chunked', 'Transfer-Encoding': 'identity' }, chunks()),
    ],
    [
      'a coding behind a vertical tab',
      () => within({ 'content-length': '0', [TE]: '\u000bchunked' }, chunks()),
    ],
    ['a coding behind a space', () => within({ 'content-length': '0', [`${TE} `]: 'chunked' }, chunks())],
    ['chunks in HTTP/1.0', () => within({ [TE]: 'chunked' }, chunks(), 'HTTP/1.0')],
    [
      'chunks that end in bare line feeds',
      () => within({ [TE]: 'chunked', 'content-length': '' }, chunks('\n')),
    ],
    ['a bare line feed in the headers', () => within({ x: `y\ncontent-length: 0` }, hidden())],
    ['a NUL in the headers', () => within({ x: 'y\u0000', 'content-length': '0' }, hidden())],
    ['a folded line', () => within({ 'content-length': '0\r\n 7' }, hidden())],
  ];

  it.for(SHAPES)('by %s is not answered', async ([, bytes]) => {
    const answers = await sendRaw(server.port, [bytes()], { idleMs: 1500 });
    expectSound(answers, bytes());
    expect(answers.length, JSON.stringify(answers)).toBeLessThanOrEqual(1);
    for (const { status } of answers) expect(status).toBe(400);
  });
});

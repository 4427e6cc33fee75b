import { ERRORS, type Limits } from '@gozolite/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import { type IntakeRules, parseRequest } from './intake.ts';

const maxima: Limits = {
  time_ms: 1000,
  cpu_time_ms: 1000,
  memory_kb: 1000,
  processes: 10,
  output_bytes: 1000,
  file_kb: 1000,
  disk_kb: 1000,
  open_files: 100,
};
const stage = { defaults: maxima, maxima };
const rules: IntakeRules = { limits: { run: stage, compile: stage }, maxInputBytes: 1000 };

const refusal = (body: unknown): { code: string; message: string } => {
  try {
    parseRequest(body, rules);
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(body)}`);
};

const python = { language: 'python' };
const withFiles = (...paths: string[]) => ({
  ...python,
  files: paths.map((path) => ({ path, content: '' })),
});

describe('accepts', () => {
  it.each([
    ['the smallest request', { ...python, code: 'print(21*2)' }],
    ['an empty program', { ...python, code: '' }],
    ['files in folders', withFiles('main.py', 'pkg/a.py', 'pkg/b/c.py', '.hidden', 'ünï côde.py', '-o')],
    ['a chosen entrypoint', { ...withFiles('a.py', 'b/c.py'), entrypoint: 'b/c.py' }],
    ['base64', { ...python, files: [{ path: 'a', content: 'AP/+', encoding: 'base64' }] }],
    ['NUL in stdin and code', { ...python, code: '\0', stdin: 'a\0b' }],
    ['any variable', { ...python, code: '', env: { LD_PRELOAD: './x.so', PATH: '/box', _a1: '\n' } }],
    ['limits at the maximum', { ...python, code: '', limits: maxima, compile: { limits: maxima } }],
    ['globs', { ...python, code: '', artifacts: ['**/*.png', 'out/[ab]?.txt'] }],
  ])('%s, unchanged', (_, body) => {
    expect(parseRequest(body, rules)).toEqual(body);
  });
});

describe('refuses with INVALID_REQUEST', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [null, 'The request must be an object.'],
    [[], 'The request must be an object.'],
    [{ code: '' }, 'The field language is required.'],
    [{ language: 7, code: '' }, 'language must be a string.'],
    [{ language: '', code: '' }, 'language must not be empty.'],
    [{ language: 'x'.repeat(65), code: '' }, 'language must have at most 64 characters.'],
    [python, 'The program is missing: give code, or files.'],
    [{ ...python, files: [] }, 'files must not be empty.'],
    [{ ...withFiles('a'), code: '' }, 'Give either code or files, not both.'],
    [{ ...python, code: '', entrypoint: 'a' }, 'entrypoint names one of files, and there are none.'],
    [{ ...withFiles('a'), entrypoint: 'b' }, 'entrypoint is "b", which is not the path of any of files.'],
    [{ ...python, code: '', stdn: '' }, 'There is no field stdn; did you mean stdin?'],
    [
      { ...python, code: '', limits: { memory: 1 } },
      'There is no field limits.memory; did you mean limits.memory_kb?',
    ],
    [
      { ...python, files: [{ path: 'a', content: '', zzzzzz: 1 }] },
      'There is no field files[0].zzzzzz; the known ones are path, content, encoding.',
    ],
    [{ ...python, code: '', encoding: 'latin1' }, 'encoding must be "utf8" or "base64".'],
    [{ ...python, code: '', limits: { time_ms: 0 } }, 'limits.time_ms must be at least 1.'],
    [{ ...python, code: '', limits: { time_ms: -5 } }, 'limits.time_ms must be at least 1.'],
    [{ ...python, code: '', limits: { time_ms: 1.5 } }, 'limits.time_ms must be a whole number.'],
    [{ ...python, code: '', limits: { time_ms: Infinity } }, 'limits.time_ms must be a whole number.'],
    [{ ...python, code: '', limits: { time_ms: '5' } }, 'limits.time_ms must be a whole number.'],
    [{ ...python, code: '', compile: { args: [1] } }, 'compile.args[0] must be a string.'],
    [
      { ...python, code: '', args: ['a', 'b\0'] },
      'args[1] must not have a NUL character: a program cannot be given one.',
    ],
    [
      { ...python, code: '', env: { A: '\0' } },
      'env.A must not have a NUL character: a program cannot be given one.',
    ],
    [
      { ...python, code: '', env: { '1A': '' } },
      '"1A" is not a name that env may have: letters, digits and _, and no digit first.',
    ],
    [
      JSON.parse('{"language":"c","code":"","env":{"__proto__":""}}'),
      'env must not have a variable that is called __proto__.',
    ],
    [
      JSON.parse('{"language":"c","code":"","__proto__":{}}'),
      'There is no field __proto__; the known ones are language, code, files, entrypoint, stdin, args, env, limits, compile, artifacts, encoding.',
    ],
    [{ ...python, code: '\ud800' }, 'code must be well-formed Unicode: it has half of a surrogate pair.'],
    [
      { ...python, code: '', stdin: 'a\udfff' },
      'stdin must be well-formed Unicode: it has half of a surrogate pair.',
    ],
    [
      { ...python, code: '', args: ['\ud800'] },
      'args[0] must be well-formed Unicode: it has half of a surrogate pair.',
    ],
    [{ ...python, code: '', artifacts: ['../*'] }, 'artifacts[0] must not have a .. part.'],
    [{ ...python, code: '', artifacts: ['/etc/*'] }, 'artifacts[0] must be relative.'],
  ];
  it.each(cases)('%j', (body, message) => {
    expect(refusal(body)).toEqual({ code: 'INVALID_REQUEST', message });
  });

  it('a second bad file, by its place', () => {
    const body = {
      ...python,
      files: [
        { path: 'a', content: '' },
        { path: 'b', content: 3 },
      ],
    };
    expect(refusal(body).message).toBe('files[1].content must be a string.');
  });

  it.each([
    '/etc/passwd',
    '../a',
    'a/../b',
    'a/./b',
    './a',
    'a//b',
    'a/',
    'a\\b',
    'a\0b',
    'a\nb',
    'a/__proto__/b',
    '\ud800',
    '..',
    `${'d/'.repeat(32)}f`,
    'é'.repeat(128),
  ])('the path %j', (path) => {
    expect(refusal(withFiles('ok', path))).toEqual({
      code: 'INVALID_REQUEST',
      message: expect.stringMatching(/^files\[1\]\.path must /),
    });
  });

  it.each([
    [['a', 'a'], 'files[1].path is there twice.'],
    [['a', 'b/c', 'a/d'], 'files[2].path needs a folder where the file a is.'],
    [['a/b/c', 'a/b'], 'files[0].path needs a folder where the file a/b is.'],
  ])('the clash in %j', (paths, message) => {
    expect(refusal(withFiles(...paths)).message).toBe(message);
  });

  it.each(['A', 'AA', 'AA=', 'AA==\n', 'AB==', 'A-__', 'A A=', '=AAA', 'AAAA='])(
    'the base64 %j',
    (content) => {
      const body = { ...python, files: [{ path: 'a', content, encoding: 'base64' }] };
      expect(refusal(body).message).toBe('files[0].content is not valid base64, padding included.');
    },
  );

  it('arguments that no exec could carry', () => {
    expect(refusal({ ...python, code: '', args: ['€'.repeat(50_000)] }).message).toBe(
      'args[0] must have at most 131071 bytes.',
    );
    expect(
      refusal({ ...python, code: '', args: Array.from({ length: 20 }, () => 'x'.repeat(60_000)) }).message,
    ).toBe('args, compile.args and env have more than 1048576 bytes together.');
  });

  it('more input than is allowed, counted in decoded bytes', () => {
    expect(refusal({ ...python, code: 'x'.repeat(600), stdin: 'é'.repeat(201) })).toEqual({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'code, files and stdin have 1002 bytes together, and 1000 are allowed.',
    });
    const file = (bytes: number) => ({
      ...python,
      files: [{ path: 'a', content: Buffer.alloc(bytes).toString('base64'), encoding: 'base64' }],
    });
    expect(parseRequest(file(1000), rules)).toBeDefined();
    expect(refusal(file(1001)).code).toBe('PAYLOAD_TOO_LARGE');
  });

  it('deep nesting, without reading it', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 200_000; level++) deep = [deep];
    expect(refusal({ ...python, code: '', x: deep }).message).toMatch(/^There is no field x; /);
    expect(refusal({ ...python, code: deep }).message).toBe('code must be a string.');
  });
});

describe('refuses with LIMIT_NOT_ALLOWED', () => {
  it.each([
    [{ limits: { memory_kb: 1001 } }, 'limits.memory_kb is 1001, and the maximum here is 1000.'],
    [
      { compile: { limits: { processes: 11 } } },
      'compile.limits.processes is 11, and the maximum here is 10.',
    ],
  ])('%j', (part, message) => {
    expect(refusal({ ...python, code: '', ...part })).toEqual({ code: 'LIMIT_NOT_ALLOWED', message });
  });
});

describe('for any JSON value', () => {
  const settles = (body: unknown): void => {
    try {
      expect(parseRequest(body, rules)).toBe(body);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      expect(ERRORS[error.code].class).toBe('request');
      expect(error.message).toMatch(/^\S.*[.?]$/s);
    }
  };

  it('accepts it unchanged, or refuses it with a sentence', () => {
    fc.assert(fc.property(fc.jsonValue(), settles), { numRuns: 500 });
  });

  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('..', '\ud800', 'AA==', ''),
  );
  const some = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: fc.jsonValue() });
  const limits = fc.record({ time_ms: some(fc.integer()), zz: fc.integer() }, { requiredKeys: [] });
  const nearRequest = fc.record(
    {
      language: some(text),
      code: some(text),
      files: some(
        fc.array(
          fc.record(
            { path: some(text), content: some(text), encoding: some(fc.constantFrom('utf8', 'base64')) },
            { requiredKeys: ['path', 'content'] },
          ),
        ),
      ),
      entrypoint: some(text),
      stdin: some(text),
      args: some(fc.array(some(text))),
      env: some(fc.dictionary(text, some(text))),
      limits: some(limits),
      compile: some(fc.record({ args: fc.array(text), limits }, { requiredKeys: [] })),
      artifacts: some(fc.array(text)),
      encoding: some(fc.constantFrom('utf8', 'base64')),
    },
    { requiredKeys: [] },
  );
  it('does so near valid requests too', () => {
    fc.assert(fc.property(nearRequest, settles), { numRuns: 1000 });
  });
});

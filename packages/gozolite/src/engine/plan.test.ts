import type { ExecutionRequest, Limits } from '@gozolite/client';
import { describe, expect, it } from 'vitest';
import type { VersionDefinition } from '../languages/definition.ts';
import { Failure } from './failure.ts';
import { planOf } from './plan.ts';
import { sourceName } from './source-name.ts';

const defaults: Limits = {
  time_ms: 100,
  cpu_time_ms: 100,
  memory_kb: 102_400,
  processes: 10,
  output_bytes: 1000,
  file_kb: 100,
  disk_kb: 100,
  open_files: 10,
};
const stage = { defaults, maxima: { ...defaults, memory_kb: 1_048_576 } };
const rules = { limits: { run: stage, compile: stage }, maxArtifactBytes: 5000 };

const version = { argv: ['x', '--version'], pattern: '(.*)' };
const interpreted: VersionDefinition = {
  version,
  source: 'main.py',
  run: { argv: ['python3', '{source}'], limits: { memory_kb: 204_800 } },
  env: { PYTHONUTF8: '1' },
};
const compiled: VersionDefinition = {
  version,
  source: 'Main.java',
  source_pattern: 'public\\s+class\\s+(\\S+)',
  compile: { argv: ['javac', '{compile_args}', '{sources}'], env: { STAGE: 'compile' } },
  run: { argv: ['./{stem}', '-Xmx{memory_mb}m'] },
};

const plan = (request: Partial<ExecutionRequest>, definition: VersionDefinition) =>
  planOf(
    { language: 'x', ...request },
    { language: 'x', version: '1', extensions: ['.java', '.py'], definition },
    rules,
  );
const texts = (files: readonly { readonly path: string; readonly content: Uint8Array }[]) =>
  files.map(({ path, content }) => [path, Buffer.from(content).toString()]);

describe('an interpreted language', () => {
  it('has one stage, with sources, input, arguments, environment and artifacts', () => {
    const request = {
      code: 'é',
      stdin: 'in',
      args: ['{source}', '-x'],
      env: { A: '1', PYTHONUTF8: '0' },
      artifacts: ['*.png'],
    };
    const { compile, run } = plan(request, interpreted);
    expect(compile).toBeNull();
    expect(run.spec).toMatchObject({
      argv: ['python3', 'main.py', '{source}', '-x'],
      env: { A: '1', PYTHONUTF8: '0', HOME: '/box', TMPDIR: '/tmp' },
      keep: false,
      artifacts: { globs: ['*.png'], maxBytes: 5000 },
      limits: { ...defaults, memory_kb: 204_800 },
    });
    expect(texts(run.spec.files)).toEqual([['main.py', 'é']]);
    expect(Buffer.from(run.spec.stdin).toString()).toBe('in');
    expect(run.facts).toEqual({ stage: 'run', limits: run.spec.limits, starts: 'toolchain' });
  });

  it('runs the first of files, or the one that is chosen', () => {
    const files = [
      { path: 'a/b.py', content: 'AAEC', encoding: 'base64' as const },
      { path: 'c.py', content: 'x' },
    ];
    expect(plan({ files }, interpreted).run.spec.argv).toEqual(['python3', 'a/b.py']);
    expect(plan({ files, entrypoint: 'c.py' }, interpreted).run.spec.argv).toEqual(['python3', 'c.py']);
    expect(plan({ files }, interpreted).run.spec.files[0]).toEqual({
      path: 'a/b.py',
      content: Buffer.from([0, 1, 2]),
      mode: 0o644,
    });
  });

  it('lets the request set limits, below what the language needs too', () => {
    const { run } = plan({ code: '', limits: { memory_kb: 7, time_ms: 5 } }, interpreted);
    expect(run.spec.limits).toEqual({ ...defaults, memory_kb: 7, time_ms: 5 });
  });
});

describe('a compiled language', () => {
  const files = [
    { path: 'notes.txt', content: '' },
    { path: 'A.java', content: '' },
    { path: 'B.java', content: '' },
  ];
  it('compiles the sources, the entrypoint first, and runs what that leaves', () => {
    const { compile, run } = plan(
      { files, entrypoint: 'B.java', compile: { args: ['-O'], limits: { time_ms: 9 } } },
      compiled,
    );
    expect(compile?.spec).toMatchObject({
      argv: ['javac', '-O', 'B.java', 'A.java'],
      env: { STAGE: 'compile' },
      keep: true,
      limits: { ...defaults, time_ms: 9 },
    });
    expect(compile?.spec.files).toHaveLength(3);
    expect(run.spec).toMatchObject({ argv: ['./B', '-Xmx100m'], files: [], limits: defaults });
  });

  it('keeps input, arguments and environment of the request out of the compile stage', () => {
    const request = { code: '', stdin: 'in', args: ['a'], env: { LD_PRELOAD: 'x' }, artifacts: ['*'] };
    const spec = plan(request, compiled).compile?.spec;
    expect(spec?.stdin).toHaveLength(0);
    expect(spec?.argv).toEqual(['javac', 'Main.java']);
    expect(spec?.env).not.toHaveProperty('LD_PRELOAD');
    expect(spec?.artifacts.globs).toEqual([]);
  });

  it('passes arguments of the compiler to no program', () => {
    expect(plan({ code: '', compile: { args: ['-O'] } }, compiled).run.spec.argv).toEqual([
      './Main',
      '-Xmx100m',
    ]);
  });
});

describe('whose fault a program is that cannot be started', () => {
  const run = (argv: string[], request: Partial<ExecutionRequest> = {}) =>
    plan({ code: '', ...request }, { ...interpreted, run: { argv } }).run.facts.starts;
  it.each([
    [['python3'], {}, 'toolchain'],
    [['/usr/bin/python3'], { env: { PATH: '/box' } }, 'toolchain'],
    [['python3'], { env: { PATH: '/box' } }, 'program'],
    [['./main'], {}, 'program'],
    [['/box/main'], {}, 'program'],
    [['bin/main'], {}, 'program'],
  ])('%j with %j: the %s', (argv, request, whose) => {
    expect(run(argv, request)).toBe(whose);
  });
});

describe('files that the language adds', () => {
  const definition = { ...interpreted, extra_files: { 'go.mod': 'module main' } };
  it('lie beside the sources', () => {
    expect(texts(plan({ code: 'x' }, definition).run.spec.files)).toEqual([
      ['main.py', 'x'],
      ['go.mod', 'module main'],
    ]);
  });

  it('give way to those of the request', () => {
    const files = [{ path: 'go.mod', content: 'mine' }];
    expect(texts(plan({ files }, definition).run.spec.files)).toEqual([['go.mod', 'mine']]);
  });

  it('are said to be in the way where they are', () => {
    const files = [{ path: 'go.mod/x', content: '' }];
    const failure = new Failure(
      'INVALID_REQUEST',
      'files do not go together with go.mod, which this language needs.',
    );
    expect(() => plan({ files }, definition)).toThrow(failure);
  });
});

describe('the name of code', () => {
  it.each([
    ['public class Foo {}', 'Foo.java'],
    ['// nothing', 'Main.java'],
    ['public class ../../etc/x', 'Main.java'],
    ['public class .. {}', '...java'],
    ['public class a\\b {}', 'Main.java'],
    [`public class ${'x'.repeat(300)} {}`, 'Main.java'],
    [`${' '.repeat(70_000)}public class Far {}`, 'Main.java'],
  ])('%j is in %s', (code, name) => {
    expect(sourceName(code, compiled)).toBe(name);
  });

  it('is the one of the definition without a pattern, and may have no extension', () => {
    expect(sourceName('public class Foo', interpreted)).toBe('main.py');
    expect(sourceName('public class Foo', { ...compiled, source: 'Makefile' })).toBe('Foo');
  });
});

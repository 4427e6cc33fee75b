import { describe, expect, it } from 'vitest';
import { expandStage, heapMb, type StageVars, templateProblems } from './template.ts';

const vars: StageVars = {
  source: 'src/app/main.kt',
  sources: ['src/app/main.kt', 'lib.kt'],
  args: ['one', 'two words', '{source}'],
  compileArgs: ['-v'],
  memoryKb: 262_144,
  env: {},
};

describe('expandStage', () => {
  it('fills every placeholder', () => {
    const argv = ['run', '{source}', '{dir}', '{stem}', '{Stem}Kt', '{module}', '-m{memory_mb}', '{{x}}'];
    const expanded = expandStage(
      { argv: [...argv, '{sources}', '{others}', '{compile_args}'] },
      { ...vars, args: [] },
    );
    expect(expanded.argv).toEqual([
      ...['run', 'src/app/main.kt', 'src/app', 'main', 'MainKt', 'src.app.main', '-m256', '{x}'],
      ...['src/app/main.kt', 'lib.kt', 'lib.kt', '-v'],
    ]);
  });

  it('appends the arguments where none are placed, and never expands or splits them', () => {
    expect(expandStage({ argv: ['a'] }, vars).argv).toEqual(['a', 'one', 'two words', '{source}']);
    expect(expandStage({ argv: ['a', '{args}', 'z'] }, vars).argv).toEqual([
      'a',
      'one',
      'two words',
      '{source}',
      'z',
    ]);
  });

  it('lays the environments over one another', () => {
    const stage = {
      argv: ['a'],
      env: { LANG: 'C', LIMIT: '{heap_mb}' },
      heap: { reserve_mb: 56, percent: 50 },
    };
    const { env } = expandStage(stage, { ...vars, env: { LANG: 'de', OWN: 'x' } });
    expect(env).toMatchObject({ LANG: 'C', OWN: 'x', LIMIT: '100', HOME: '/box', LC_ALL: 'C.UTF-8' });
  });

  it('takes a file without an extension as it is', () => {
    const { argv } = expandStage({ argv: ['{dir}', '{stem}'] }, { ...vars, source: 'Makefile', args: [] });
    expect(argv).toEqual(['.', 'Makefile']);
  });
});

it('tells a heap in the units that runtimes want', () => {
  const stage = {
    argv: ['a', '{heap_mb}', '{heap_kb}', '{heap_words}'],
    heap: { reserve_mb: 56, percent: 50 },
  };
  expect(expandStage(stage, { ...vars, args: [] }).argv).toEqual(['a', '100', '102400', '13107200']);
});

it('leaves a heap at least 16 MiB', () => {
  expect(heapMb({ argv: ['a'], heap: { reserve_mb: 96, percent: 90 } }, 65_536)).toBe(16);
});

describe('templateProblems', () => {
  it.each([
    ['{sorce}', /not one of \{source\}/],
    ['-x{args}', /an item of argv by itself/],
    ['{heap_mb}', /no "heap"/],
    ['{heap_words}', /no "heap"/],
    ['function() { }', /single "\{"/],
  ])('refuses %s', (item, message) => {
    expect(templateProblems({ argv: ['a', item] }).join()).toMatch(message);
  });

  it('finds nothing wrong in a good stage', () => {
    expect(templateProblems({ argv: ['a', '{args}', '{{', '{source}'], env: { A: '{stem}' } })).toEqual([]);
  });
});

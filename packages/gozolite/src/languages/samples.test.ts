import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecutionRequest } from '@gozolite/client';
import { Compile } from 'typebox/compile';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleProblems } from './check-sample.ts';
import { loadLanguages } from './load-languages.ts';
import { CANARY, loadCanary, loadSamples } from './samples.ts';

const request = Compile(ExecutionRequest);
const languages = loadLanguages();

describe.each(languages.map((language) => [language.definition.id, language] as const))(
  '%s',
  (id, language) => {
    const samples = loadSamples(language);

    it('has samples that are valid requests for each version', () => {
      const invalid = samples.filter((sample) => !request.Check(sample.request)).map(({ name }) => name);
      expect(invalid).toEqual([]);
      expect(new Set(samples.map((sample) => sample.request.language)).size).toBe(language.versions.length);
    });

    it.each(language.versions)('has a canary with an exact output', (version) => {
      expect(loadCanary(language, version)).toMatchObject({
        language: id,
        name: CANARY,
        definition: version,
        // Futhark has no text, and MiniZinc ends each solution with a line of its own.
        expect: { stdout: expect.stringMatching(id === 'futhark' ? /^42i32\n$/ : /^Hello, World!\n/) },
      });
    });

    it('shows what a compiler refuses, where there is one', () => {
      const names = samples.map(({ name }) => name);
      expect(names.includes('compile-error')).toBe(language.definition.compile !== undefined);
    });
  },
);

describe('a sample and the versions of its language', () => {
  const place = mkdtempSync(join(tmpdir(), 'gozolite-samples-'));
  afterAll(() => rmSync(place, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(join(place, 'x', path, '..'), { recursive: true });
    writeFileSync(join(place, 'x', path), text);
  };
  const sample = (name: string, text: string) => {
    write(`samples/${name}/main.x`, 'x');
    write(`samples/${name}/sample.yaml`, `title: ${name}\nexpect: { stdout: a }\n${text}`);
  };
  const loaded = () => loadLanguages([place]).flatMap(loadSamples);

  write(
    'language.yaml',
    "{ id: x, name: X, aliases: [], extensions: [.x], set: all, release: '1', source: main.x, run: { argv: [x] }, " +
      "version: { argv: [x], pattern: (.*) }, versions: [{ release: '2' }, { release: y }] }",
  );

  it('is run with all, but where it says not, and expects of each what it says', () => {
    sample('hello', '');
    sample('modern', "only: ['2']");
    sample('other', "versions: { '2': { skip: It cannot. }, y: { expect: { stdout: b } } }");
    expect(loaded().map(({ request, name, expect: { stdout } }) => [request.language, name, stdout])).toEqual(
      [
        ['x', 'hello', 'a'],
        ['x', 'other', 'a'],
        ['x@2', 'hello', 'a'],
        ['x@2', 'modern', 'a'],
        ['x@y', 'hello', 'a'],
        ['x@y', 'other', 'b'],
      ],
    );
  });

  it('is other files with some, beside those that are the same', () => {
    sample('pieces', "only: ['2', y]");
    write('samples/pieces/part.x', 'part');
    write('samples/pieces/@2/main.x', 'for 2');
    write('samples/pieces/@2/deep/more.x', 'more');
    const files = loaded()
      .filter(({ name }) => name === 'pieces')
      .map(({ request }) => request.files?.map(({ path, content }) => `${path}: ${content}`));
    expect(files).toEqual([
      ['deep/more.x: more', 'main.x: for 2', 'part.x: part'],
      ['main.x: x', 'part.x: part'],
    ]);
    write('samples/pieces/@z/main.x', 'for nobody');
    expect(loaded).toThrow('there is no release z');
    rmSync(join(place, 'x/samples/pieces'), { recursive: true });
  });

  it('names no release that there is not', () => {
    sample('wrong', 'only: [z]');
    expect(loaded).toThrow('there is no release z');
    rmSync(join(place, 'x/samples/wrong'), { recursive: true });
  });
});

it('tells every difference between what came and what must', () => {
  const [language] = languages;
  const [version] = language?.versions ?? [];
  if (language === undefined || version === undefined) throw new Error('There are no languages.');
  const sample = {
    ...loadCanary(language, version),
    expect: { stdout: 'a\n', stderr_contains: ['warning'] },
  };
  const answer = {
    status: 'ok',
    error: null,
    exit_code: 0,
    stderr: '',
    compile: null,
    message: null,
  } as const;
  expect(sampleProblems(sample, { ...answer, stdout: 'a\n', stderr: 'a warning' })).toEqual([]);
  expect(sampleProblems(sample, { ...answer, stdout: 'b\n', exit_code: 1 })).toEqual([
    'exit_code is 1, not 0.',
    'stdout is "b\\n", not "a\\n".',
    'stderr does not contain "warning": "".',
  ]);
});

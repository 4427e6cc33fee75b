import { ExecutionRequest } from '@gozolite/client';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
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

    it('has a canary with an exact output', () => {
      expect(loadCanary(language)).toMatchObject({
        language: id,
        name: CANARY,
        expect: { stdout: 'Hello, World!\n' },
      });
    });

    it('shows what a compiler refuses, where there is one', () => {
      const names = samples.map(({ name }) => name);
      expect(names.includes('compile-error')).toBe(language.definition.compile !== undefined);
    });
  },
);

it('tells every difference between what came and what must', () => {
  const [language] = languages;
  if (language === undefined) throw new Error('There are no languages.');
  const sample = { ...loadCanary(language), expect: { stdout: 'a\n', stderr_contains: ['warning'] } };
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

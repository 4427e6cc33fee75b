import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadLanguages } from './load-languages.ts';

const good = (id: string) => `
id: ${id}
name: ${id}
aliases: []
extensions: [.x]
set: all
version: { argv: [x], pattern: (.*) }
source: main.x
run: { argv: [x, '{source}'] }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-languages-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const define = (name: string, text: string) => {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'language.yaml'), text);
};

const problem = () => {
  try {
    loadLanguages([folder]);
  } catch (error) {
    return String(error);
  }
  return 'none';
};

describe('loadLanguages', () => {
  it('loads the languages that come with the product', () => {
    const ids = loadLanguages().map(({ definition }) => definition.id);
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toEqual(
      expect.arrayContaining(['bash', 'c', 'cpp', 'dart', 'go', 'java', 'python', 'rust', 'sql']),
    );
  });

  it('lays a version over the language, field by field', () => {
    define('x', `${good('x')}versions: [{ release: '1', run: { argv: [x1] } }]`);
    const [language] = loadLanguages([folder]);
    expect(language?.versions.map(({ release, run, source }) => [release, run.argv, source])).toEqual([
      [undefined, ['x', '{source}'], 'main.x'],
      ['1', ['x1'], 'main.x'],
    ]);
  });

  it('gives a version the set of its language, unless it names a larger one', () => {
    const versions = "versions: [{ release: '1' }, { release: '2', set: all, aliases: [y] }]";
    define('x', `${good('x')}${versions}`.replace('set: all', 'set: core'));
    const [language] = loadLanguages([folder]);
    expect(language?.versions.map(({ set, aliases }) => [set, aliases])).toEqual([
      ['core', undefined],
      ['core', undefined],
      ['all', ['y']],
    ]);
    define('y', `${good('y')}versions: [{ release: '1', set: starter }]`);
    expect(problem()).toContain('The release "1" is in "starter", a smaller set than its language is.');
    expect(problem()).not.toContain('already taken');
    define('z', good('z').replace('aliases: []', 'aliases: [y]'));
    rmSync(join(folder, 'y'), { recursive: true });
    expect(problem()).toContain('the name "y" is already taken');
  });

  it('tells all that is wrong, with file and place', () => {
    define('a', good('a').replace('set: all', 'set: some\ncolour: red'));
    define('b', good('b').replace("'{source}'", "'{sourse}'"));
    expect(problem()).toContain(`${join(folder, 'a', 'language.yaml')}: set must be equal to one of`);
    expect(problem()).toContain('The file must not have additional properties: colour');
    expect(problem()).toContain(`${join(folder, 'b', 'language.yaml')}: "{sourse}"`);
  });

  it('refuses a name that is taken', () => {
    define('a', good('a'));
    define('b', good('b').replace('aliases: []', 'aliases: [a]'));
    expect(problem()).toContain(`the name "a" is already taken by ${join(folder, 'a', 'language.yaml')}`);
  });

  it.each([
    ['a key that is there twice', `${good('a')}id: b\n`, /line \d+/],
    [
      'a pattern that is none',
      good('a').replace('(.*)', "'(('"),
      /version\.pattern is not a regular expression/,
    ],
    ['a pattern without a group', good('a').replace('(.*)', 'x'), /version\.pattern has no group/],
    ['a path out of the work folder', good('a').replace('main.x', '../main.x'), /relative path/],
    ['a compiler that gets no arguments', `${good('a')}compile: { argv: [c] }`, /no "\{compile_args\}"/],
  ])('refuses %s', (_, text, message) => {
    define('a', text);
    expect(problem()).toMatch(message);
  });

  it('refuses a folder without a definition, and one that is not there', () => {
    mkdirSync(join(folder, 'empty'));
    expect(problem()).toContain('the file cannot be read');
    expect(() => loadLanguages([join(folder, 'nowhere')])).toThrow('cannot be read');
  });
});

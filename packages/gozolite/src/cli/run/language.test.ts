import { describe, expect, it } from 'vitest';
import { BUILT_IN_LANGUAGES, loadLanguages } from '../../languages/load-languages.ts';
import { languageOf } from './language.ts';

const known = [
  { id: 'python', extensions: ['.py'], set: 'starter' },
  { id: 'yaml-template', extensions: ['.tpl.py'], set: 'all' },
  { id: 'assemblyscript', extensions: ['.ts'], set: 'all' },
  { id: 'typescript', extensions: ['.ts', '.tsx'], set: 'starter' },
  { id: 'verilog', extensions: ['.v'], set: 'standard' },
  { id: 'vlang', extensions: ['.v'], set: 'standard' },
  { id: 'house-rules', extensions: ['.ts', '.rules'], set: 'ours' },
];

describe('languageOf', () => {
  it('goes by the extension, the longest first', () => {
    expect(languageOf('a.py', known)).toBe('python');
    expect(languageOf('a.tpl.py', known)).toBe('yaml-template');
  });

  it('takes the language of the smallest set when several share it', () => {
    expect(languageOf('a.ts', known)).toBe('typescript');
  });

  it('knows a language of a set that it has not heard of', () => {
    expect(languageOf('a.rules', known)).toBe('house-rules');
  });

  it('does not guess between languages of one set', () => {
    expect(() => languageOf('a.v', known)).toThrow('verilog, vlang');
  });

  it('says what to do when nobody knows it', () => {
    for (const name of ['a.unheard', 'Makefile', '.py']) {
      expect(() => languageOf(name, known)).toThrow('--language');
    }
  });

  it('is sure of the usual extension of every language of the starter set', () => {
    const definitions = loadLanguages([BUILT_IN_LANGUAGES]).map(({ definition }) => definition);
    for (const { id, extensions } of definitions.filter(({ set }) => set === 'starter')) {
      expect(languageOf(`main${extensions[0]}`, definitions)).toBe(id);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { languageOf } from './language.ts';

const known = [
  { id: 'python', extensions: ['.py'] },
  { id: 'perl', extensions: ['.pl'] },
  { id: 'prolog', extensions: ['.pl', '.pro'] },
  { id: 'yaml-template', extensions: ['.tpl.py'] },
];

describe('languageOf', () => {
  it('goes by the extension, the longest first', () => {
    expect(languageOf('a.py', known)).toBe('python');
    expect(languageOf('a.tpl.py', known)).toBe('yaml-template');
  });

  it('does not guess when several languages share it', () => {
    expect(() => languageOf('a.pl', known)).toThrow('perl, prolog');
  });

  it('says what to do when nobody knows it', () => {
    for (const name of ['a.unheard', 'Makefile', '.py']) {
      expect(() => languageOf(name, known)).toThrow('--language');
    }
  });
});

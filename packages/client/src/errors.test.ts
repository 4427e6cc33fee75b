import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, ERRORS, type ErrorEntry, isErrorCode } from './errors.ts';

type Row = { code: string; status: string; whose: string; meaning: string };

/** The rows of every table of the page whose first cell is a code. */
const documented = (): Row[] => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
  return page.split('\n').flatMap((line) => {
    const [, code, status, whose, meaning] = line.split('|').map((cell) => cell.trim());
    const name = code?.match(/^`([A-Z_]+)`$/)?.[1];
    return name === undefined || status === undefined || whose === undefined || meaning === undefined
      ? []
      : [{ code: name, status, whose, meaning }];
  });
};

describe('the catalogue of errors', () => {
  it('is documented in docs/errors.md, code for code, in the same order and words', () => {
    const expected = ERROR_CODES.map((code): Row => {
      const entry: ErrorEntry = ERRORS[code];
      return { code, status: String(entry.status), whose: entry.class, meaning: entry.meaning };
    });
    expect(documented()).toEqual(expected);
  });

  it('says Retry-After for exactly the statuses 429 and 503', () => {
    for (const code of ERROR_CODES) {
      const entry: ErrorEntry = ERRORS[code];
      expect([code, entry.retryAfter === true]).toEqual([code, entry.status === 429 || entry.status === 503]);
    }
  });

  it('answers 200 exactly for what a program or a toolchain did', () => {
    for (const code of ERROR_CODES) {
      const entry: ErrorEntry = ERRORS[code];
      expect([code, entry.status === 200]).toEqual([
        code,
        entry.class === 'program' || entry.class === 'toolchain',
      ]);
    }
  });

  it('knows its own codes and no inherited name', () => {
    expect(ERROR_CODES.every((code) => isErrorCode(code))).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});

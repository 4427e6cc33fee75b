import { expect, it } from 'vitest';
import { nearestNames } from './nearest-names.ts';
import { newestFirst, selects } from './version-order.ts';

it('puts the newest first', () => {
  const versions = ['3.9.2', '3.13.5', '3.13', 'pypy', '25.0.5.1', '3.13.5-rc1', '4'];
  expect(versions.toSorted(newestFirst)).toEqual([
    '25.0.5.1',
    '4',
    '3.13.5-rc1',
    '3.13.5',
    '3.13',
    '3.9.2',
    'pypy',
  ]);
});

it('selects by whole parts', () => {
  expect(['3', '3.1', '3.1.4', '3.14', ''].map((prefix) => selects(prefix, '3.1.4'))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('finds near names only', () => {
  const known = ['python', 'perl', 'php', 'javascript', 'java'];
  expect(nearestNames('Pyhton', known)).toEqual(['python']);
  expect(nearestNames('jav', known)).toEqual(['java']);
  expect(nearestNames('brainfuck', known)).toEqual([]);
  expect(nearestNames('x'.repeat(100_000), known)).toEqual([]);
});

import { expect, test } from 'vitest';
import { sentence } from './sentence.ts';

test.each([
  [
    'cannot mount /proc: Operation not permitted (errno 1)',
    'Cannot mount /proc: Operation not permitted (errno 1).',
  ],
  ['Already one.', 'Already one.'],
])('%s', (report, expected) => {
  expect(sentence(report)).toBe(expected);
});

import { expect, it } from 'vitest';
import { keyed } from './prepare-toolchains.ts';

const remove = { argv: ['rm', '-rf', '/opt/cache'] };
const make = { argv: ['make', '/opt/cache'] };
const keysOf = (...steps: { argv: string[] }[]) => keyed(steps).map(([, key]) => key);

it('a step that two toolchains share is one step', () => {
  expect(keysOf(remove, make)).toEqual(keysOf(remove, make));
  expect(keysOf(make)).toEqual(keysOf(remove, make).slice(1));
});

it('a step that a toolchain repeats is another one each time, and still shared', () => {
  expect(new Set(keysOf(remove, make, remove)).size).toBe(3);
  expect(keysOf(remove, make, remove)).toEqual(keysOf(remove, make, remove));
});

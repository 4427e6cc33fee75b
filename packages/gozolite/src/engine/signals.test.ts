import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { signalName } from './signals.ts';

it('agrees with the kernel of a Linux host', () => {
  const aliases = new Set(['SIGIOT', 'SIGPOLL', 'SIGUNUSED']);
  const host = Object.entries(constants.signals).filter(([name]) => !aliases.has(name));
  expect(host.map(([, number]) => signalName(number))).toEqual(host.map(([name]) => name));
});

it.each([
  [34, 'SIGRTMIN'],
  [64, 'SIGRTMIN+30'],
  [32, 'SIG32'],
  [99, 'SIG99'],
  [0, 'SIG0'],
])('names signal %i %s', (number, name) => {
  expect(signalName(number)).toBe(name);
});

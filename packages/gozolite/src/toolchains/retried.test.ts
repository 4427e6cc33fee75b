import { expect, it } from 'vitest';
import { retried } from './retried.ts';

const { signal } = new AbortController();

function failing(times: number) {
  const made: number[] = [];
  const attempt = async () => {
    made.push(made.length);
    if (made.length <= times) throw new Error(`no mirror, ${made.length}`);
    return made.length;
  };
  return { made, attempt };
}

it('tries again until it works, and says why', async () => {
  const said: string[] = [];
  const patience = { pausesMs: [0, 1], signal, say: (text: string) => said.push(text) };
  expect(await retried(failing(2).attempt, patience)).toBe(3);
  expect(said).toEqual(['no mirror, 1\nTrying again in 0 s.', 'no mirror, 2\nTrying again in 0.001 s.']);
});

it('gives up after the last try, with its failure', async () => {
  const { made, attempt } = failing(9);
  const patience = { pausesMs: [0, 0], signal, say: () => undefined };
  await expect(retried(attempt, patience)).rejects.toThrow('no mirror, 3');
  expect(made).toHaveLength(3);
});

it('ends a pause at once when it is told to stop, and does not try what was stopped again', async () => {
  const stop = new AbortController();
  const pausing = failing(9);
  const say = () => queueMicrotask(() => stop.abort(new Error('stopped')));
  const patience = { pausesMs: [3_600_000], signal: stop.signal, say };
  await expect(retried(pausing.attempt, patience)).rejects.toThrow('stopped');
  await expect(retried(pausing.attempt, patience)).rejects.toThrow('stopped');
  expect(pausing.made).toHaveLength(2);
});

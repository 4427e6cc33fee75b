/**
 * The soak in two minutes: every answer is right and its own whatever is done to the platform meanwhile, and nothing is left
 * on the host. How fast all that is, is for the long one to say: main.ts.
 */
import { expect, it } from 'vitest';
import { runPlan, SHORT } from './plan.ts';

it('a mix of everything, bombs, faults and deaths leave nothing and answer right', {
  timeout: 600_000,
}, async () => {
  const result = await runPlan({ scale: SHORT, seed: 1, say: console.log });
  console.log(JSON.stringify(result, null, 2));
  expect(result.mixed.wrong).toEqual([]);
  expect(result.neighbours.wrong).toEqual([]);
  expect(result.chaos.wrong).toEqual([]);
  expect(result.left).toEqual([]);
  expect(Object.entries(result.judgements).filter(([, { held, noisy }]) => !held && !noisy)).toEqual([]);
  // What is made once, on first use; that it is no more is shown by the long soak.
  const { end, warm } = result.mixed.residentKb;
  expect(end - warm).toBeLessThan(8 * 1024);
  expect(Object.keys(result.chaos.faults).length).toBeGreaterThan(5);
  expect(result.deaths).toHaveLength(SHORT.serviceDeaths);
});

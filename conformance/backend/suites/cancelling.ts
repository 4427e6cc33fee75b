/**
 * Cancelling: a run is over, with nothing of it left, when it says that it was cancelled.
 */
import { describe, expect, test } from 'vitest';
import { NOISE, until } from '../../waiting.ts';
import { probe } from '../probe.ts';
import type { Bench } from '../subject.ts';

export function cancelling({ run, backend }: Bench): void {
  describe('cancelling', () => {
    test('ends a run at once, and its neighbour not', NOISE, async () => {
      const aborting = new AbortController();
      const cancelled = run(probe('ready-sleep', [60_000]), aborting.signal);
      const neighbour = run(probe('sleep', [600]));
      await until(async () => ((await backend().stats()).in_flight ?? 0) === 2, {
        withinMs: 5000,
        what: 'two runs',
      });
      const begun = performance.now();
      aborting.abort();
      const outcome = await cancelled;
      expect(performance.now() - begun).toBeLessThan(500);
      expect(outcome.end).toEqual({ kind: 'cancelled' });
      expect(outcome.bundle).toBeNull();
      expect((await neighbour).end).toEqual({ kind: 'exited', code: 0 });
    });

    test('before the start runs nothing', async () => {
      expect((await run(probe('exit', [0]), AbortSignal.abort())).end).toEqual({ kind: 'cancelled' });
    });

    test('of what waits for a slot does not wait for one', NOISE, async () => {
      const aborting = new AbortController();
      const begun = performance.now();
      const all = Array.from({ length: 20 }, () => run(probe('sleep', [60_000]), aborting.signal));
      aborting.abort();
      for (const outcome of await Promise.all(all)) expect(outcome.end).toEqual({ kind: 'cancelled' });
      expect(performance.now() - begun).toBeLessThan(3000);
    });
  });
}

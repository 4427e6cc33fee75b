/**
 * Wall and CPU time: when a run is ended, and that idle time and several threads are counted for what they are.
 */
import { describe, expect, test } from 'vitest';
import { NOISE } from '../../waiting.ts';
import { probe } from '../probe.ts';
import type { Bench } from '../subject.ts';

export function times({ run, subject }: Bench): void {
  describe('time', () => {
    test('on the wall ends a sleeper at its limit', NOISE, async () => {
      const outcome = await run(probe('sleep', [60_000], { limits: { time_ms: 400 } }));
      expect(outcome.killedFor).toBe('wall_time');
      expect(outcome.usage.wallMs).toBeGreaterThanOrEqual(400);
      expect(outcome.usage.wallMs).toBeLessThan(400 + subject.wallSlackMs);
      if (outcome.usage.cpuMs !== null) expect(outcome.usage.cpuMs).toBeLessThan(50);
      const event = outcome.events.find(({ kind }) => kind === 'wall_time');
      expect(event).toMatchObject({ allowed: 400e6 });
      expect(event?.measured).toBeGreaterThanOrEqual(400e6);
    });

    test('on the wall does not end what is in time', async () => {
      const outcome = await run(probe('sleep', [300], { limits: { time_ms: 5000 } }));
      expect(outcome).toMatchObject({ end: { kind: 'exited', code: 0 }, killedFor: null });
    });

    test.each([
      ['one busy loop', 'spin', 1],
      ['four threads together', 'spin', 4],
      ['four processes together', 'spin-forked', 4],
    ])('of the CPU ends %s at the limit', NOISE, async (_, deed, count) => {
      const outcome = await run(probe(deed, [count], { limits: { cpu_time_ms: 300, time_ms: 8000 } }));
      expect(outcome.killedFor).toBe('cpu_time');
      expect(outcome.usage.cpuMs).toBeGreaterThanOrEqual(300);
      expect(outcome.usage.cpuMs).toBeLessThan(500);
      expect(outcome.events.find(({ kind }) => kind === 'cpu_time')).toMatchObject({ allowed: 300e6 });
    });
  });
}

/**
 * Memory: a program that needs a fifth more than its limit is always ended for that, and one that needs a fifth less never.
 */
import { describe, expect, test } from 'vitest';
import { probe, stdoutOf } from '../probe.ts';
import type { Bench } from '../subject.ts';

const LIMIT_KB = 48 * 1024;
const RUNS = 50;

export function memory({ run, subject }: Bench): void {
  describe('the limit of memory', () => {
    const outcomes = async (share: number) => {
      const all = [];
      for (let done = 0; done < RUNS; done += subject.slots) {
        const some = Array.from({ length: Math.min(subject.slots, RUNS - done) }, () =>
          run(probe('touch', [Math.floor(LIMIT_KB * share)], { limits: { memory_kb: LIMIT_KB } })),
        );
        all.push(...(await Promise.all(some)));
      }
      return all;
    };

    test(`ends ${RUNS} of ${RUNS} that need 1.2 times as much, with evidence`, async () => {
      for (const outcome of await outcomes(1.2)) {
        expect(outcome.killedFor).toBe('memory');
        expect(outcome.end).toEqual({ kind: 'signaled', signal: 9 });
        const event = outcome.events.find(({ kind }) => kind === 'memory');
        expect(event).toMatchObject({ allowed: LIMIT_KB * 1024 });
        expect(stdoutOf(outcome)).toBe('');
      }
    });

    test(`ends none of ${RUNS} that need 0.8 times as much, and measures them`, async () => {
      for (const outcome of await outcomes(0.8)) {
        expect(outcome).toMatchObject({ end: { kind: 'exited', code: 0 }, killedFor: null, events: [] });
        expect(stdoutOf(outcome)).toBe('touched\n');
        expect(outcome.usage.memoryKb).toBeGreaterThanOrEqual(LIMIT_KB * 0.8);
        expect(outcome.usage.memoryKb).toBeLessThanOrEqual(LIMIT_KB);
      }
    });

    test('counts files in memory', async () => {
      const outcome = await run(
        probe('fill', ['filled', 80_000_000], {
          limits: { memory_kb: LIMIT_KB, disk_kb: 90_000, file_kb: 90_000 },
        }),
      );
      expect(outcome.killedFor).toBe('memory');
    });
  });
}

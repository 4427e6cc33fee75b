/**
 * What comes back of stdout and stderr: every byte up to the limit, and not one more.
 */
import { describe, expect, test } from 'vitest';
import { NOISE } from '../../waiting.ts';
import { probe, stderrOf, stdoutOf } from '../probe.ts';
import type { Bench } from '../subject.ts';

const alphabet = (bytes: number) => Buffer.alloc(bytes, 'abcdefghijklmnopqrstuvwxyz');

export function output({ run }: Bench): void {
  describe('output', () => {
    test('comes back from both streams', async () => {
      const outcome = await run(probe('say', ['to stdout', 'to stderr']));
      expect([stdoutOf(outcome), stderrOf(outcome)]).toEqual(['to stdout', 'to stderr']);
      expect(outcome.dropped).toEqual({ stdout: 0, stderr: 0 });
    });

    test.each([
      ['stdout', 1],
      ['stderr', 2],
    ] as const)('of exactly the limit is whole: %s', async (stream, fd) => {
      const outcome = await run(probe('flood', [fd, 300_001], { limits: { output_bytes: 300_001 } }));
      expect(alphabet(300_001).equals(outcome[stream])).toBe(true);
      expect(outcome).toMatchObject({
        end: { kind: 'exited', code: 0 },
        killedFor: null,
        dropped: { stdout: 0, stderr: 0 },
      });
    });

    test.each([
      ['stdout', 1],
      ['stderr', 2],
    ] as const)('above the limit is cut at that byte, and ends the run: %s', async (stream, fd) => {
      const outcome = await run(probe('flood', [fd, 50_000_000], { limits: { output_bytes: 70_001 } }));
      expect(alphabet(70_001).equals(outcome[stream])).toBe(true);
      expect(outcome.killedFor).toBe('output');
      expect(outcome.dropped[stream]).toBeGreaterThan(0);
      const [event] = outcome.events;
      expect(event).toMatchObject({ kind: 'output', allowed: 70_001 });
      expect(event?.measured).toBeGreaterThan(70_001);
    });

    test('of one byte too many is seen', async () => {
      const outcome = await run(probe('flood', [1, 5001], { limits: { output_bytes: 5000 } }));
      expect(outcome.stdout).toHaveLength(5000);
      expect(outcome.dropped).toEqual({ stdout: 1, stderr: 0 });
      expect(outcome.events.map(({ kind }) => kind)).toContain('output');
    });

    test('is limited for each stream by itself', async () => {
      const outcome = await run(probe('flood-both', [60_000, 60_000], { limits: { output_bytes: 60_000 } }));
      expect(outcome.end).toEqual({ kind: 'exited', code: 0 });
      expect([outcome.stdout.length, outcome.stderr.length]).toEqual([60_000, 60_000]);
    });

    test('without end is ended soon', NOISE, async () => {
      const begun = performance.now();
      const outcome = await run(probe('flood-forever', [], { limits: { output_bytes: 1_000_000 } }));
      expect(performance.now() - begun).toBeLessThan(3000);
      expect(outcome.killedFor).toBe('output');
      expect(outcome.stdout).toHaveLength(1_000_000);
    });
  });
}

/**
 * How a program can end, and that only the platform's failures are exceptions.
 */
import { describe, expect, test } from 'vitest';
import { NOISE } from '../../waiting.ts';
import { probe } from '../probe.ts';
import type { Bench } from '../subject.ts';

export function ends({ backend, run }: Bench): void {
  describe('the end of a program', () => {
    test.each([0, 1, 42, 255])('is its exit code %i', async (code) => {
      const outcome = await run(probe('exit', [code]));
      expect(outcome.end).toEqual({ kind: 'exited', code });
      expect(outcome).toMatchObject({ killedFor: null, events: [] });
    });

    test.each([
      ['SIGSEGV', 11],
      ['SIGABRT', 6],
      ['SIGTERM', 15],
      ['SIGKILL', 9],
    ])('is its own signal %s', async (_, signal) => {
      const outcome = await run(probe('raise', [signal]));
      expect(outcome.end).toEqual({ kind: 'signaled', signal });
      expect(outcome.killedFor).toBeNull();
    });

    test('is an error number when there is no such program', async () => {
      const outcome = await run({ ...probe('exit', [0]), argv: ['no-such-program'] });
      expect(outcome.end).toEqual({ kind: 'not_started', errno: 'ENOENT' });
    });

    test('is an error number when it is not executable', async () => {
      const file = { path: 'plain', content: Buffer.from('x'), mode: 0o644 };
      const outcome = await run({ ...probe('exit', [0], { files: [file] }), argv: ['./plain'] });
      expect(outcome.end).toEqual({ kind: 'not_started', errno: 'EACCES' });
    });

    test('is that of the program and not of a child in the background that holds stdout', NOISE, async () => {
      const begun = performance.now();
      const outcome = await run(probe('background'));
      expect(performance.now() - begun).toBeLessThan(2000);
      expect(outcome.end).toEqual({ kind: 'exited', code: 0 });
      expect(Buffer.from(outcome.stdout).toString()).toBe('parent');
    });

    test('comes with measures that are of the right size', NOISE, async () => {
      const outcome = await run(probe('sleep', [200]));
      expect(outcome.usage.wallMs).toBeGreaterThanOrEqual(200);
      expect(outcome.usage.wallMs).toBeLessThan(400);
      if (outcome.usage.cpuMs !== null) expect(outcome.usage.cpuMs).toBeLessThan(50);
      if (outcome.usage.memoryKb !== null) expect(outcome.usage.memoryKb).toBeLessThan(32 * 1024);
    });
  });

  test('runs at the same time do not meet', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, nonce) =>
        run(probe('stdin', [], { stdin: Buffer.from(`nonce-${nonce}`) })),
      ),
    );
    expect(outcomes.map(({ stdout }) => Buffer.from(stdout).toString())).toEqual(
      Array.from({ length: 24 }, (_, nonce) => `nonce-${nonce}`),
    );
    expect((await backend().stats()).in_flight).toBe(0);
  });
}

/**
 * Bundles: the work folder of one stage, carried to later ones as it was when it was kept.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { type Bundle, SandboxError, type StageSpec } from '../../../packages/gozolite/src/sandbox/backend.ts';
import { probe, stdoutOf } from '../probe.ts';
import type { Bench } from '../subject.ts';

export function bundles({ run, backend }: Bench): void {
  describe('a bundle', () => {
    const kept: Bundle[] = [];
    afterEach(() => {
      for (const bundle of kept.splice(0)) backend().release(bundle);
    });
    const keep = async (spec: StageSpec) => {
      const { bundle } = await run({ ...spec, keep: true });
      if (bundle === null) throw new Error('No bundle was kept.');
      kept.push(bundle);
      return bundle;
    };

    test('carries what a stage wrote, modes included', async () => {
      const bundle = await keep(probe('save', ['made', 'by the first stage']));
      expect(stdoutOf(await run(probe('read', ['made'], { bundle })))).toBe('by the first stage');
      expect(stdoutOf(await run(probe('mode', ['probe'], { bundle })))).toBe('755');
    });

    test('is the same for every stage that uses it', async () => {
      const bundle = await keep(probe('save', ['made', 'once']));
      expect((await run(probe('append', ['made', ' more'], { bundle }))).end).toEqual({
        kind: 'exited',
        code: 0,
      });
      expect(stdoutOf(await run(probe('read', ['made'], { bundle })))).toBe('once');
    });

    test('is laid out before the files of the stage', async () => {
      const bundle = await keep(probe('save', ['made', 'old']));
      const files = [{ path: 'made', content: Buffer.from('new'), mode: 0o644 }];
      expect(stdoutOf(await run(probe('read', ['made'], { bundle, files })))).toBe('new');
    });

    test('is not kept of a stage that failed', async () => {
      expect((await run({ ...probe('exit', [1]), keep: true })).bundle).toBeNull();
    });

    test('is not kept of a tree that is too large, and the stage is told why', async () => {
      const limits = { file_kb: 2 ** 31 };
      const { end, bundle, notKept } = await run({ ...probe('baits', [], { limits }), keep: true });
      expect(end).toEqual({ kind: 'exited', code: 0 });
      expect(bundle).toBeNull();
      expect(notKept).toMatch(/larger/);
      await keep(probe('exit', [0]));
    });

    test('can be released twice, and not used after', async () => {
      const bundle = await keep(probe('exit', [0]));
      backend().release(bundle);
      backend().release(bundle);
      await expect(run(probe('exit', [0], { bundle }))).rejects.toBeInstanceOf(SandboxError);
      expect((await backend().stats()).bundles).toBe(0);
    });
  });
}

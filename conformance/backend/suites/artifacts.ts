/**
 * Artifacts: regular files come back whole; everything that could be a bait is refused by name, and nothing outside the
 * work folder is ever read.
 */
import { describe, expect, test } from 'vitest';
import type { CollectedArtifact } from '../../../packages/gozolite/src/sandbox/backend.ts';
import { probe } from '../probe.ts';
import type { Bench } from '../subject.ts';

const summary = (artifact: CollectedArtifact) =>
  'refused' in artifact
    ? artifact.refused
    : `${artifact.mode.toString(8)} ${Buffer.from(artifact.content).toString()}`;

export function artifacts({ run }: Bench): void {
  describe('artifacts', () => {
    const collect = async (globs: string[], maxBytes = 1_000_000) => {
      const limits = { file_kb: 2 ** 31 };
      const outcome = await run(probe('baits', [], { artifacts: { globs, maxBytes }, limits }));
      expect(outcome.end).toEqual({ kind: 'exited', code: 0 });
      return Object.fromEntries(outcome.artifacts.map((each) => [each.path, summary(each)]));
    };

    test('are the regular files that a glob names, with no setuid bit', async () => {
      expect(await collect(['good.txt', 'e*y.txt'])).toEqual({ 'good.txt': '755 good', 'empty.txt': '644 ' });
    });

    test('are refused when they are anything else', async () => {
      expect(await collect(['*.txt'])).toEqual({
        'good.txt': '755 good',
        'empty.txt': '644 ',
        'symlink.txt': 'symlink',
        'fifo.txt': 'special',
        'twin.txt': 'hardlink',
        'hardlink.txt': 'hardlink',
        'sparse.txt': 'too_large',
      });
    });

    test('are found below folders by ** only, and never through a link', async () => {
      expect(await collect(['*/good.txt'])).toEqual({});
      expect(await collect(['**/good.txt'])).toMatchObject({ 'deep/er/good.txt': '644 deep' });
      expect(
        Object.values(await collect(['through/passwd', 'through/*'])).filter((one) => / /.test(one)),
      ).toEqual([]);
    });

    test('are refused above the bytes allowed', async () => {
      expect(Object.values(await collect(['good.txt'], 3))).toEqual(['too_large']);
    });

    test('come back larger than a frame, byte for byte', async () => {
      const content = Buffer.alloc(3_500_000);
      for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at);
      const files = [{ path: 'large.bin', content, mode: 0o600 }];
      const outcome = await run(
        probe('exit', [1], { files, artifacts: { globs: ['*.bin'], maxBytes: 4_000_000 } }),
      );
      const [artifact] = outcome.artifacts;
      if (artifact === undefined || 'refused' in artifact) throw new Error('The artifact did not come back.');
      expect(artifact).toMatchObject({ path: 'large.bin', mode: 0o600, size: content.length });
      expect(content.equals(artifact.content)).toBe(true);
    });

    test('are none when none was asked for', async () => {
      expect(await collect([])).toEqual({});
    });
  });
}

import { describe, expect, test } from 'vitest';
import type { CollectedArtifact } from '../backend.ts';
import { type EndMessage, NO_END } from './end-message.ts';
import type { ArtifactMessage } from './messages.ts';
import { PendingRun } from './pending-run.ts';
import { stage, text } from './testing/stage.ts';

const END: EndMessage = { ...NO_END, outcome: 'exited' };

const piece = (path: string, size: number, data: string): ArtifactMessage => ({
  type: 'artifact',
  path,
  mode: 0o644,
  size,
  data: Buffer.from(data),
  refused: null,
});
const refusal = (path: string, refused: string): ArtifactMessage => ({
  type: 'artifact',
  path,
  mode: 0,
  size: 0,
  data: null,
  refused,
});

function collected(messages: Iterable<ArtifactMessage>, maxBytes = 100): readonly CollectedArtifact[] {
  const run = new PendingRun(stage(['x'], { artifacts: { globs: ['**'], maxBytes } }));
  for (const message of messages) run.artifact(message);
  return run.outcome(END, null).artifacts;
}

const summary = (artifacts: readonly CollectedArtifact[]): string[] =>
  artifacts.map((one) => `${one.path}: ${'content' in one ? text(one.content) : one.refused}`);

describe('artifacts', () => {
  test('come in pieces', () => {
    expect(summary(collected([piece('a', 6, 'abc'), piece('a', 6, 'def'), piece('b', 0, '')]))).toEqual([
      'a: abcdef',
      'b: ',
    ]);
  });

  test('of one path are not put together when the first is whole', () => {
    expect(summary(collected([piece('a', 3, 'abc'), piece('a', 3, 'DEF')]))).toEqual(['a: abc', 'a: DEF']);
    expect(summary(collected([piece('a', 3, 'abc'), refusal('a', 'not_utf8')]))).toEqual([
      'a: abc',
      'a: not_utf8',
    ]);
  });

  test('that changed while they came are refused whole', () => {
    expect(summary(collected([piece('a', 6, 'abc'), refusal('a', 'changed')]))).toEqual(['a: changed']);
  });

  test('that were cut off are not passed for whole ones', () => {
    expect(summary(collected([piece('a', 6, 'abc'), piece('b', 1, 'b')]))).toEqual(['a: unfinished', 'b: b']);
    expect(summary(collected([piece('a', 6, 'abc'), refusal('.', 'unfinished')]))).toEqual([
      'a: unfinished',
      '.: unfinished',
    ]);
  });

  test('beyond the bytes allowed are left out, which is said once', () => {
    const more = [piece('a', 3, 'abc'), piece('b', 9, 'abc'), piece('b', 9, 'def'), piece('c', 1, 'c')];
    expect(summary(collected(more, 8))).toEqual(['a: abc', 'b: too_many']);
  });

  test.each([
    ['many', (turn: number) => String(turn)],
    ['long', (turn: number) => String(turn).padStart(4000, 'x')],
  ])('as %s as a hostile program can name are left out, which is said once', (_, name) => {
    function* flood(): Generator<ArtifactMessage> {
      for (let turn = 0; turn < 5000; turn += 1) yield refusal(name(turn), 'symlink');
    }
    const artifacts = collected(flood());
    expect(artifacts.length).toBeLessThan(5000);
    expect(artifacts.reduce((sum, { path }) => sum + path.length, 0)).toBeLessThan(3_000_000);
    expect(artifacts.filter((one) => 'refused' in one && one.refused === 'too_many')).toEqual([
      artifacts.at(-1),
    ]);
  });
});

/**
 * What a program is given: arguments, environment, files, standard input; all of it, and nothing else.
 */
import { describe, expect, test } from 'vitest';
import { probe, stderrOf, stdoutOf } from '../probe.ts';
import type { Bench } from '../subject.ts';

export function inputs({ run }: Bench): void {
  describe('a program is given', () => {
    test('its arguments and its environment, and no more than those', async () => {
      const env = { PATH: '/usr/bin', EMPTY: '', TEXT: 'a=b c\nd', ÉTÉ: 'é' };
      const outcome = await run(probe('describe', ['', 'two words', 'é', '-x'], { env }));
      const lines = stdoutOf(outcome).split('\n');
      expect(lines.filter((line) => line.startsWith('arg='))).toEqual([
        'arg=',
        'arg=two words',
        'arg=é',
        'arg=-x',
      ]);
      expect(stdoutOf(outcome)).toContain('env=TEXT=a=b c\nd\n');
      const names = lines
        .filter((line) => line.startsWith('env='))
        .map((line) => line.slice(4).split('=')[0]);
      expect(names.sort()).toEqual(['EMPTY', 'PATH', 'TEXT', 'ÉTÉ']);
    });

    test('an absolute folder to work in', async () => {
      expect(stdoutOf(await run(probe('describe')))).toMatch(/^cwd=\/./m);
    });

    test('its files, in folders, whole, with their modes', async () => {
      const content = Buffer.alloc(300_000);
      for (let at = 0; at < content.length; at += 4) content.writeUInt32LE(at, at);
      const files = [
        { path: 'a/b/data.bin', content, mode: 0o640 },
        { path: 'empty', content: new Uint8Array(0), mode: 0o600 },
      ];
      const read = await run(probe('read', ['a/b/data.bin'], { files }));
      expect(content.equals(read.stdout)).toBe(true);
      expect(stdoutOf(await run(probe('mode', ['a/b/data.bin'], { files })))).toBe('640');
      expect((await run(probe('read', ['empty'], { files }))).stdout).toHaveLength(0);
    });

    test('a folder of its own, in which nothing is left of another run', async () => {
      expect((await run(probe('save', ['left', 'x']))).end).toEqual({ kind: 'exited', code: 0 });
      const next = await run(probe('read', ['left']));
      expect(next.end).toEqual({ kind: 'exited', code: 99 });
      expect(stderrOf(next)).toMatch(/No such file/);
    });

    test('its standard input, whole', async () => {
      const stdin = Buffer.alloc(3_000_000);
      for (let at = 0; at < stdin.length; at += 4) stdin.writeUInt32LE(at, at);
      const outcome = await run(probe('stdin', [], { stdin, limits: { output_bytes: stdin.length } }));
      expect(stdin.equals(outcome.stdout)).toBe(true);
    });

    test('an empty standard input when there is none', async () => {
      const outcome = await run(probe('stdin'));
      expect(outcome.end).toEqual({ kind: 'exited', code: 0 });
      expect(outcome.stdout).toHaveLength(0);
    });

    test('input that it need not read', async () => {
      const outcome = await run(probe('exit', [3], { stdin: new Uint8Array(16 * 1024 * 1024) }));
      expect(outcome.end).toEqual({ kind: 'exited', code: 3 });
    });
  });
}

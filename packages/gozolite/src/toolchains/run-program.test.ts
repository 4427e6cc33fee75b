import { expect, it } from 'vitest';
import { partOf, progressOn } from './progress.ts';
import { runProgram } from './run-program.ts';

const { signal } = new AbortController();

it('gives the lines of both streams as they come, and at the end those that nobody took', async () => {
  const seen: string[] = [];
  const argv = [process.execPath, '-e', 'console.log("a\\nb"); console.error("c")'];
  const onLine = (line: string) => {
    seen.push(line);
    return line === 'b';
  };
  const lines = await runProgram({ what: 'Talking', argv, signal, onLine });
  expect(lines.toSorted()).toEqual(['a', 'c']);
  expect(seen.toSorted()).toEqual(['a', 'b', 'c']);
});

it('fails with the end of what the program said', async () => {
  const argv = [process.execPath, '-e', 'console.error("no room left"); process.exit(7)'];
  await expect(runProgram({ what: 'Copying', argv, signal })).rejects.toThrow(
    'Copying failed: it ended with code 7.\n  no room left',
  );
  await expect(runProgram({ what: 'Copying', argv: ['no-such-program'], signal })).rejects.toThrow(/ENOENT/);
});

it('ends the program when it is told to stop', async () => {
  const stop = new AbortController();
  const argv = [process.execPath, '-e', 'console.log("up"); setInterval(() => {}, 1000)'];
  const run = runProgram({
    what: 'Waiting',
    argv,
    signal: stop.signal,
    onLine: () => {
      stop.abort(new Error('stopped'));
      return false;
    },
  });
  await expect(run).rejects.toThrow('stopped');
});

it('shows a bar on a terminal and lines elsewhere, not too often', () => {
  let now = 0;
  const show = (isTTY: boolean) => {
    const written: string[] = [];
    const progress = progressOn(
      { isTTY, columns: 60, write: (text: string) => written.push(text) },
      () => now,
    );
    partOf(progress, 0.5, 1).at(0.5, 'unpacking gcc');
    now += 50;
    progress.at(0.8, 'too soon');
    now += 10_000;
    progress.at(0.9, 'later');
    progress.end();
    return written.join('');
  };
  expect(show(false)).toBe(' 75%  unpacking gcc (0 s)\n 90%  later (10 s)\n');
  expect(show(true)).toMatch(/#{21}\.{7}\] {2}75% .*unpacking gcc\r/);
});

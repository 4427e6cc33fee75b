/**
 * A small C program that measures: it reads the count of a round from its standard input, and prints `{"ns":N}` for each run and
 * `{"wall_ns":N}` at the end of the round. Nothing of Node.js is in what it times.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Opened, type Round, Unavailable } from '../subject.ts';

const NATIVE = join(import.meta.dirname, '../../native');

/** `name` is of a program in `native/tests`. */
function built(name: string): string {
  const { status } = spawnSync('make', ['-s', '-C', NATIVE, `build/${name}`], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Unavailable(`native/tests/${name}.c does not build`);
  return join(NATIVE, 'build', name);
}

type Line = { readonly ns?: number; readonly wall_ns?: number };

export function openRounds(name: string, args: readonly string[]): Opened {
  const program = spawn(built(name), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<never>((_resolve, reject) => {
    program.once('error', reject);
    program.once('close', (code) => reject(new Error(`${name} ended with ${code}.`)));
  });
  ended.catch(() => undefined);
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const oneRound = async (count: number): Promise<Round> => {
    const timesMs: number[] = [];
    program.stdin.write(`${count}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${name} ended in the middle of a round.`);
      const line: Line = JSON.parse(value);
      if (line.wall_ns !== undefined) return { timesMs, wallMs: line.wall_ns / 1e6 };
      if (line.ns !== undefined) timesMs.push(line.ns / 1e6);
    }
  };
  return {
    round: (count) => Promise.race([oneRound(count), ended]),
    [Symbol.asyncDispose]: async () => {
      program.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}

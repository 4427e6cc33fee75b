/**
 * A complete fresh sandbox for each run, asked for by a small C client of the supervisor's protocol, which is timed as
 * the bare exec is: by itself, with nothing of Node.js in between.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Opened, type Round, type Subject, Unavailable } from '../subject.ts';
import { PROGRAM, supervisorProgram } from './bare.ts';

const NATIVE = join(import.meta.dirname, '../../native');

function clientProgram(): string {
  const { status } = spawnSync('make', ['-s', '-C', NATIVE, 'build/bench'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Unavailable('the client that asks for it does not build');
  return join(NATIVE, 'build/bench');
}

type Line = { readonly ns?: number; readonly wall_ns?: number };

function openClient(concurrency: number, prepared: number): Opened {
  const args = [supervisorProgram(), '-', String(concurrency), String(prepared), ...PROGRAM];
  const client = spawn(clientProgram(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<never>((_resolve, reject) => {
    client.once('error', reject);
    client.once('close', (code) => reject(new Error(`The client of the supervisor ended with ${code}.`)));
  });
  ended.catch(() => undefined);
  const lines = createInterface({ input: client.stdout })[Symbol.asyncIterator]();
  const oneRound = async (count: number): Promise<Round> => {
    const timesMs: number[] = [];
    client.stdin.write(`${count}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error('The client of the supervisor ended in the middle of a round.');
      const line: Line = JSON.parse(value);
      if (line.wall_ns !== undefined) return { timesMs, wallMs: line.wall_ns / 1e6 };
      if (line.ns !== undefined) timesMs.push(line.ns / 1e6);
    }
  };
  return {
    round: (count) => Promise.race([oneRound(count), ended]),
    [Symbol.asyncDispose]: async () => {
      client.stdin.end();
      await ended.catch(() => undefined);
    },
  };
}

export const sandboxed = (concurrency: number, prepared: number): Subject => ({
  name:
    concurrency === 1
      ? prepared === 0
        ? 'sandbox, none prepared'
        : 'sandbox'
      : `sandbox, ${concurrency} at a time`,
  about: 'a fresh sandbox through the supervisor, from its request to its outcome',
  // The last of a round do not fill the machine, and are few of many.
  share: concurrency === 1 ? 1 : 4,
  open: () => Promise.resolve(openClient(concurrency, prepared)),
});

/**
 * vfork, exec and wait by a small C program, as often as told and timed by itself: the floor under everything else, and,
 * with another program to exec, a fair way to time bubblewrap and docker.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Opened, Round, Subject } from '../subject.ts';
import { Unavailable } from '../subject.ts';

export const PROGRAM: readonly [string, ...string[]] = ['/bin/sh', '-c', ':'];

export function supervisorProgram(): string {
  const path = join(import.meta.dirname, '../../native/build/gozolite-supervisor');
  if (!existsSync(path)) throw new Unavailable('the supervisor is not built');
  return path;
}

/** Runs the supervisor's `bare` mode and reads the times it prints, a line of JSON each. */
function bareRound(argv: readonly string[], count: number): Promise<Round> {
  return new Promise((resolve, reject) => {
    const child = spawn(supervisorProgram(), ['bare', String(count), ...argv], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const timesMs = text
        .split('\n')
        .flatMap((line) => /^\{"ns":(\d+)\}$/.exec(line)?.[1] ?? [])
        .map((time) => Number(time) / 1e6);
      if (code !== 0 || timesMs.length !== count)
        reject(new Error(`bare ended with ${code}: ${text.slice(0, 300)}`));
      else resolve({ timesMs, wallMs: timesMs.reduce((sum, time) => sum + time, 0) });
    });
  });
}

const opened = (argv: readonly string[]): Opened => ({
  round: (count) => bareRound(argv, count),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

export const BARE: Subject = {
  name: 'bare',
  about: 'vfork, exec, wait: no sandbox at all',
  share: 1,
  open: () => Promise.resolve(opened(PROGRAM)),
};

/** What the machine can do of it at most: several at a time, each as BARE. */
export const bareAtOnce = (concurrency: number): Subject => ({
  name: `bare, ${concurrency} at a time`,
  about: 'the same by several at once: how many the machine makes at most',
  share: concurrency,
  open: () =>
    Promise.resolve({
      round: async (count: number): Promise<Round> => {
        const each = Math.max(1, Math.round(count / concurrency));
        const all = await Promise.all(Array.from({ length: concurrency }, () => bareRound(PROGRAM, each)));
        return {
          timesMs: all.flatMap(({ timesMs }) => timesMs),
          wallMs: Math.max(...all.map(({ wallMs }) => wallMs)),
        };
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
});

const BWRAP = '/usr/bin/bwrap';

export const BUBBLEWRAP: Subject = {
  name: 'bubblewrap',
  about: 'all its namespaces and a read-only root; no cgroup, no limits, no system call filter',
  share: 0.3,
  open: () => {
    if (!existsSync(BWRAP)) throw new Unavailable('bubblewrap is not installed');
    const view = [
      '--unshare-all',
      '--die-with-parent',
      '--ro-bind',
      '/',
      '/',
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
    ];
    return Promise.resolve(opened([BWRAP, ...view, '--', ...PROGRAM]));
  },
};

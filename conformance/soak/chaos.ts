/**
 * Injects a fault every two seconds until it is stopped: kills, stops or starves parts of the platform below one service, and has
 * clients vanish.
 *
 * What always holds: only processes below that service are touched; when `stop` has resolved, nothing is stopped or starved
 * any more.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { descendantsOf, type HostProcess } from '../host.ts';
import { platformOf } from '../platform.ts';
import { connected, postBytes } from '../raw-http.ts';
import type { Server } from '../server.ts';
import { seeded } from './random.ts';

export type Chaos = {
  readonly injected: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

const EVERY_MS = 2000;
/** How long what is stopped or starved stays so. */
const HELD_MS = 300;
const CROWD = 60;
/** Of a compiler's processes one may be killed by another's doing, which then is what the compiler says. */
const INTERPRETER = /^(bash|python)/;

export function startChaos(server: Server, seed: number): Chaos {
  const random = seeded(seed);
  const counts: Record<string, number> = {};
  const undoing = new Set<Promise<void>>();

  const later = (undo: () => void): void => {
    const done = new Promise<void>((resolve) =>
      setTimeout(() => {
        undo();
        resolve();
      }, HELD_MS),
    );
    undoing.add(done);
    void done.then(() => undoing.delete(done));
  };
  const below = (name: string): readonly HostProcess[] =>
    descendantsOf(server.pid).filter((one) => one.name.startsWith(name));
  const oneOf = (all: readonly HostProcess[]): HostProcess | undefined =>
    all[Math.floor(random.next() * all.length)];

  const faults: Readonly<Record<string, () => boolean>> = {
    'supervisor killed': () => signal(platformOf(server)?.supervisor, 'SIGKILL'),
    'supervisor stopped': () => pause(platformOf(server)?.supervisor, later),
    'supervisor without descriptors': () => starve(platformOf(server)?.supervisor, later),
    'maker killed': () => signal(below('gozolite-maker')[0], 'SIGKILL'),
    'maker stopped': () => pause(below('gozolite-maker')[0], later),
    'keeper stopped': () => pause(platformOf(server)?.keeper, later),
    'init killed': () => signal(oneOf(below('gozolite-init')), 'SIGKILL'),
    'program killed': () =>
      signal(oneOf(descendantsOf(server.pid).filter((one) => INTERPRETER.test(one.name))), 'SIGKILL'),
    'crowd of clients gone': () => {
      void crowd(server.port);
      return true;
    },
  };
  const names = Object.keys(faults);
  let turn = Math.floor(random.next() * names.length);
  const timer = setInterval(() => {
    // In turn, so that a short plan has each of them, beginning anywhere.
    const name = names[turn++ % names.length] ?? '';
    if (faults[name]?.() === true) counts[name] = (counts[name] ?? 0) + 1;
  }, EVERY_MS);
  return {
    injected: () => counts,
    stop: async () => {
      clearInterval(timer);
      await Promise.all(undoing);
    },
  };
}

/** False when there is no such process any more. */
function signal(target: HostProcess | undefined, name: NodeJS.Signals): boolean {
  if (target === undefined) return false;
  try {
    return process.kill(target.pid, name);
  } catch {
    return false;
  }
}

function pause(target: HostProcess | undefined, later: (undo: () => void) => void): boolean {
  const stopped = signal(target, 'SIGSTOP');
  if (stopped) later(() => signal(target, 'SIGCONT'));
  return stopped;
}

/** Takes away its room for further descriptors. */
function starve(target: HostProcess | undefined, later: (undo: () => void) => void): boolean {
  if (target === undefined) return false;
  const limit = (soft: number): boolean => {
    try {
      execFileSync('prlimit', [`--pid=${target.pid}`, `--nofile=${soft}:`], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  const before = softLimit(target.pid);
  if (before === null || !limit(4)) return false;
  later(() => limit(before));
  return true;
}

function softLimit(pid: number): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/limits`, 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}

/** Clients that send a request, or half of one, and are gone. */
async function crowd(port: number): Promise<void> {
  const whole = postBytes(port, '{"language":"bash","code":"sleep 20"}');
  const all = Array.from({ length: CROWD }, async (_, at) => {
    const socket = await connected(port);
    socket.on('error', () => undefined);
    socket.write(at % 2 === 0 ? whole : whole.slice(0, (at * 7) % whole.length));
    setTimeout(() => socket.resetAndDestroy(), 20);
  });
  await Promise.allSettled(all);
}

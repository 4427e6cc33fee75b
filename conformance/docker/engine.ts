/**
 * A Docker Engine for tests. What always holds: an engine that was there before is used and left alone; one that was started
 * here has nothing in common with any other but its program, and is ended by its process id.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { until } from '../waiting.ts';

export type TestEngine = {
  /** As `GOZOLITE_DOCKER_HOST` takes it. */
  readonly host: string;
  readonly client: Docker;
  /** Null when somebody else started it. */
  readonly pid: number | null;
  stop(): Promise<void>;
};

/** One that was started here, and that a test may kill. */
export type OwnEngine = TestEngine & {
  /** By SIGKILL, as a machine in need would. */
  kill(): Promise<void>;
  /** Started once more, on the same data and socket. */
  again(): Promise<OwnEngine>;
};

/** Images are kept from one run to the next: to import the toolchains takes minutes. */
const DATA = join(process.env.GOZOLITE_CACHE_DIR ?? '/var/cache/gozolite', 'engine');

export const clientOf = (host: string): Docker => new Docker({ socketPath: host.replace(/^unix:\/\//, '') });

async function answers(host: string): Promise<boolean> {
  try {
    await clientOf(host).ping();
    return true;
  } catch {
    return false;
  }
}

export async function openEngine(): Promise<TestEngine> {
  const given = process.env.GOZOLITE_DOCKER_HOST ?? process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  if (await answers(given)) {
    return { host: given, client: clientOf(given), pid: null, stop: () => Promise.resolve() };
  }
  return retried(() => startEngine(DATA));
}

/** It has no network to set up, and needs none: containers have none either. */
export async function startEngine(
  data: string,
  run = mkdtempSync(join(tmpdir(), 'gozolite-engine-')),
): Promise<OwnEngine> {
  // The service gives up root, and has to reach the socket.
  chmodSync(run, 0o755);
  rmSync(join(run, 'pid'), { force: true });
  mkdirSync(data, { recursive: true });
  const host = `unix://${run}/docker.sock`;
  const log = openSync(join(run, 'log'), 'w');
  const child = spawn(
    'dockerd',
    [
      ...['--host', host, '--data-root', data, '--exec-root', join(run, 'exec')],
      ...['--pidfile', join(run, 'pid'), '--storage-driver', 'overlay2', '--bridge', 'none'],
      ...['--iptables=false', '--ip6tables=false', '--group', 'nogroup'],
    ],
    { stdio: ['ignore', log, log] },
  );
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  const said = () => readFileSync(join(run, 'log'), 'utf8').slice(-2000);
  await until(
    () => {
      if (ended) throw new Error(`dockerd ended at once.\n${said()}`);
      return answers(host);
    },
    { withinMs: 60_000, what: 'the engine answers', everyMs: 200 },
  );
  return {
    host,
    client: clientOf(host),
    pid: child.pid ?? null,
    stop: () => stop(child, { run, data }),
    kill: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      const containerd = Number(readFileSync(join(run, 'exec/containerd/containerd.pid'), 'utf8'));
      child.kill('SIGKILL');
      await exited;
      // It is the engine's own child, holds the lock of its data, and would be another service elsewhere.
      if (containerd > 1 && existsSync(`/proc/${containerd}`)) process.kill(containerd, 'SIGKILL');
    },
    again: () => retried(() => startEngine(data, run)),
  };
}

/** An engine gives its containerd so many seconds to start, which are too few on a machine with much to do. */
async function retried<T>(attempt: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (tries <= 1) throw error;
    return retried(attempt, tries - 1);
  }
}

async function stop(
  child: ChildProcess,
  { run, data }: { readonly run: string; readonly data: string },
): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(hard);
  }
  unmountBelow([run, data]);
  rmSync(run, { recursive: true, force: true });
}

/** An engine that was killed has left its mounts to the next, which knows of its own only. */
function unmountBelow(folders: readonly string[]): void {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => folders.some((folder) => `${point}/`.startsWith(`${folder}/`)));
  for (const point of points.reverse()) spawnSync('umount', ['--lazy', point]);
}

/**
 * A Docker Engine for tests. What always holds: an engine that was there before is used and left alone; one that was started
 * here has nothing in common with any other but its program, and is ended by its process id, also when it never answered.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { retried } from '../../packages/gozolite/src/toolchains/retried.ts';
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
  return startEngine(DATA);
}

export const startEngine = (data: string): Promise<OwnEngine> =>
  patiently(() => start(data, mkdtempSync(join(tmpdir(), 'gozolite-engine-'))));

/** An engine gives its containerd so many seconds to start, which are too few on a machine with much to do. */
const patiently = (attempt: () => Promise<OwnEngine>): Promise<OwnEngine> =>
  retried(attempt, {
    pausesMs: [2000, 2000],
    signal: new AbortController().signal,
    say: (text) => process.stderr.write(`${text}\n`),
  });

/** It has no network to set up, and needs none: containers have none either. */
async function start(data: string, run: string): Promise<OwnEngine> {
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
  try {
    await until(
      () => {
        if (ended) throw new Error(`dockerd ended at once.\n${said()}`);
        return answers(host);
      },
      { withinMs: 60_000, what: 'the engine answers', everyMs: 200 },
    );
  } catch (error) {
    // The next would wait for the lock of its data.
    await kill(child, run);
    throw error;
  }
  return {
    host,
    client: clientOf(host),
    pid: child.pid ?? null,
    stop: () => stop(child, { run, data }),
    kill: () => kill(child, run),
    again: () => patiently(() => start(data, run)),
  };
}

/** Nothing to wait for when it could not even be started. */
const exitOf = (child: ChildProcess): Promise<unknown> =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));

async function kill(child: ChildProcess, run: string): Promise<void> {
  const exited = exitOf(child);
  child.kill('SIGKILL');
  await exited;
  await killContainerd(run);
}

/**
 * It is the engine's own child, holds the lock of its data, and would be another service elsewhere. One that the engine ended
 * itself is gone already.
 */
async function killContainerd(run: string): Promise<void> {
  const file = join(run, 'exec/containerd/containerd.pid');
  const pid = textOf(file);
  // The number may be another's by now. One that is dead and not yet reaped has no command any more.
  const runs = () => pid !== '' && textOf(`/proc/${pid}/cmdline`).includes(run);
  if (runs()) process.kill(Number(pid), 'SIGKILL');
  await until(() => !runs(), { withinMs: 10_000, what: 'containerd is gone' });
  // To the next engine, one that nobody has reaped would still be running.
  rmSync(file, { force: true });
}

/** Empty when it cannot be read. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

async function stop(
  child: ChildProcess,
  { run, data }: { readonly run: string; readonly data: string },
): Promise<void> {
  const exited = exitOf(child);
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await exited;
  clearTimeout(hard);
  await killContainerd(run);
  unmountBelow([run, data]);
  try {
    rmSync(run, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } catch (error) {
    // What is left there harms nothing, and says nothing of what was tested.
    process.stderr.write(`${run} could not be removed: ${String(error)}\n`);
  }
}

/** An engine that was killed has left its mounts to the next, which knows of its own only. */
function unmountBelow(folders: readonly string[]): void {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((point) => folders.some((folder) => `${point}/`.startsWith(`${folder}/`)));
  for (const point of points.reverse()) spawnSync('umount', ['--lazy', point]);
}

/**
 * Starts the real service, as an operator would, on a free port of the loopback interface, and stops it.
 *
 * What always holds: a server that was started is ready, or `startServer` has thrown with its log; disposing of it ends
 * the process whatever it was doing; its environment holds what is given here and nothing of the caller's,
 * save GOZOLITE_ROOTFS, GOZOLITE_SUPERVISOR, GOZOLITE_BACKEND and GOZOLITE_DOCKER_HOST, so that the suites can be run on any
 * root file system, build and backend. With GOZOLITE_TEST_IMAGE it is the service in a container of that image.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from './capabilities.ts';
import type { HostState, Watched } from './host.ts';
import { descendantsOf, hostState, leftBehind } from './host.ts';
import { containedService, startContained } from './service-container.ts';
import { until } from './waiting.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'packages/gozolite/src/main.ts');
const OWN_NODE = join(ROOT, 'node_modules/.bin/node');

export type ServerOptions = {
  /** `GOZOLITE_*` settings by the part of the name that differs: `{ SLOTS: '2' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further variables of its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Wait until these languages (or all) have been looked at. Default: those that most tests use. */
  readonly languages?: 'all' | readonly string[];
  /** False: do not wait for readiness, only for the port. */
  readonly ready?: boolean;
  /** How many times slower than an ordinary machine this one is. */
  readonly slowness?: number;
  /** Makes of the command that starts the service the one that is executed: as another user, say. */
  readonly launch?: (command: readonly string[]) => readonly [string, ...string[]];
  /** Sent with every request that the suites' own functions make of it. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Server = AsyncDisposable & {
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly port: number;
  readonly pid: number;
  /** A folder of this server's own that anybody may read; removed with it. */
  readonly scratch: string;
  /** A word that is in the environment of the service and in `secretPath`, and that no program may get to know. */
  readonly secret: string;
  readonly secretPath: string;
  readonly watched: Watched;
  readonly exited: Promise<Exit>;
  lines(): readonly string[];
  /** The log's lines that are JSON, parsed. */
  records(): readonly Readonly<Record<string, unknown>>[];
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL when that did not end it in time. */
  stop(): Promise<Exit>;
  /** Resolves when the host shows no more than in `before`; rejects with what was left. */
  settled(before: HostState, withinMs?: number): Promise<void>;
};

/** By then a service that could not run code at first can, or never will. */
const RECOVERY_MS = 30_000;
const LISTENING = /https?:\/\/(?:127\.0\.0\.1|\[::1\]):(\d+)/;

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const scratch = mkdtempSync(join(tmpdir(), 'gozolite-conformance-'));
  chmodSync(scratch, 0o755);
  const secret = randomBytes(16).toString('hex');
  const secretPath = join(scratch, 'secret.txt');
  writeFileSync(secretPath, `${secret}\n`, { mode: 0o644 });
  const { GOZOLITE_ROOTFS: rootfs = 'auto', GOZOLITE_SUPERVISOR: supervisor = '' } = process.env;
  const { GOZOLITE_BACKEND: backend = '', GOZOLITE_DOCKER_HOST: engine = '' } = process.env;
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'info',
    ROOTFS: rootfs,
    SUPERVISOR: supervisor,
    BACKEND: backend,
    DOCKER_HOST: engine,
    ...options.settings,
  };
  const environment = {
    CONFORMANCE_SECRET: secret,
    ...options.environment,
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`GOZOLITE_${name}`, value])),
  };
  const image = process.env.GOZOLITE_TEST_IMAGE;
  const child =
    image === undefined ? startHere(environment, options.launch) : startContained(image, environment);
  const headers = options.headers ?? {};
  const server = attach(child, { scratch, secret, secretPath, headers }, Number(settings.PORT));
  try {
    await server.listening(60_000 * (options.slowness ?? 1));
    if (options.ready !== false) {
      await server.becameReady(options.slowness ?? 1);
      const wanted = options.languages ?? ['bash', 'c', 'python'];
      await languagesKnown(server.base(), { wanted, headers, slowness: options.slowness ?? 1 });
    }
  } catch (error) {
    await server.end();
    throw new Error(`The service did not start: ${String(error)}\n${server.lines().slice(-40).join('\n')}`);
  }
  return server.handle();
}

function startHere(
  environment: Readonly<Record<string, string>>,
  launch: ServerOptions['launch'],
): ChildProcess {
  const plain = (command: readonly string[]) => ['env', ...command] as const;
  const [program, ...args] = (launch ?? plain)([existsSync(OWN_NODE) ? OWN_NODE : process.execPath, MAIN]);
  return spawn(program, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function languagesKnown(
  base: string,
  {
    wanted,
    headers,
    slowness,
  }: { wanted: 'all' | readonly string[]; headers: Server['headers']; slowness: number },
): Promise<void> {
  await until(
    async () => {
      const { languages } = await readCapabilities(base, headers);
      return languages.every(
        (one) => one.state !== 'checking' || (wanted !== 'all' && !wanted.includes(one.id)),
      );
    },
    { withinMs: 180_000 * slowness, what: 'the languages were validated', everyMs: 100 * slowness },
  );
}

type Belongings = Pick<Server, 'scratch' | 'secret' | 'secretPath' | 'headers'>;

/** `given` is the port that it was told to listen on; 0 when its log says which it is. */
function attach(child: ChildProcess, belongings: Belongings, given: number) {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) collectLines(stream, lines);
  let ended: Exit | null = null;
  const exited = new Promise<Exit>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      ended = { code, signal };
      resolve(ended);
    };
    child.once('exit', end);
    child.once('error', () => end(null, null));
  });
  let port = given;
  let refusedAt: number | null = null;
  const base = () => `http://127.0.0.1:${port}`;
  const failIfEnded = () => {
    if (ended !== null) throw new Error(`It ended with ${JSON.stringify(ended)}.`);
  };

  const end = async (): Promise<Exit> => {
    if (ended === null) child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 20_000);
    const exit = await exited;
    clearTimeout(hard);
    rmSync(belongings.scratch, { recursive: true, force: true });
    return exit;
  };

  return {
    base,
    lines: () => lines,
    end,
    listening: (withinMs: number) =>
      until(
        async () => {
          failIfEnded();
          if (given > 0) return (await fetch(`${base()}/health/live`).catch(() => null))?.status === 200;
          port = Number(lines.map((line) => LISTENING.exec(line)?.[1]).find((found) => found !== undefined));
          return port > 0;
        },
        { withinMs, what: 'a line of the log names the port' },
      ),
    becameReady: (slowness: number) =>
      until(
        async () => {
          failIfEnded();
          // The first attempt may take longer than the service waits, and another follows.
          if (lines.some((line) => line.includes('cannot run code yet'))) refusedAt ??= performance.now();
          if (refusedAt !== null && performance.now() - refusedAt > RECOVERY_MS * slowness)
            throw new Error('It is not ready.');
          return (await fetch(`${base()}/health/ready`)).status === 200;
        },
        { withinMs: 240_000 * slowness, what: '/health/ready answers 200', everyMs: 50 * slowness },
      ),
    handle: (): Server => {
      const contained = containedService(child);
      const pid = contained?.pid ?? serviceBelow(child.pid ?? 0);
      const watched: Watched = {
        pid,
        folders: [],
        ...(contained === null ? {} : { cgroupName: contained.cgroupName }),
      };
      return {
        ...belongings,
        base: base(),
        port,
        pid,
        watched,
        exited,
        lines: () => lines,
        records: () => lines.flatMap(parsed),
        signal: (name) => void child.kill(name),
        stop: end,
        settled: async (before, withinMs = 5000) => {
          let left: string[] = [];
          const clean = () => {
            left = leftBehind(before, hostState(watched));
            return left.length === 0;
          };
          await until(clean, { withinMs, what: 'the host is as it was before', everyMs: 25 }).catch(() => {
            throw new Error(`Left on the host after ${withinMs} ms: ${left.join('; ')}`);
          });
        },
        [Symbol.asyncDispose]: async () => void (await end()),
      };
    },
  };
}

/** The service, where another program has started it: whoever has the keeper for a child. */
function serviceBelow(started: number): number {
  const below = descendantsOf(started);
  const keeper = below.find(
    (one) =>
      one.name.startsWith('gozolite') &&
      !below.some((other) => other.pid === one.parent && other.name.startsWith('gozolite')),
  );
  return keeper?.parent ?? started;
}

function collectLines(stream: NodeJS.ReadableStream | null, lines: string[]): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
}

function parsed(line: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? [{ ...value }] : [];
  } catch {
    return [];
  }
}

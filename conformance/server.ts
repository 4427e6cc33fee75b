/**
 * Starts the real service, as an operator would, on a free port of the loopback interface, and stops it.
 *
 * What always holds: a server that was started is ready, or `startServer` has thrown with its log; disposing of it ends
 * the process whatever it was doing; its environment holds what is given here and nothing of the caller's,
 * save GOZOLITE_ROOTFS and GOZOLITE_SUPERVISOR, so that the suites can be run on any root file system and build.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCapabilities } from './capabilities.ts';
import type { HostState, Watched } from './host.ts';
import { hostState, leftBehind } from './host.ts';
import { until } from './waiting.ts';

const ROOT = join(import.meta.dirname, '..');
const MAIN = join(ROOT, 'packages/gozolite/src/main.ts');
const OWN_NODE = join(ROOT, 'node_modules/.bin/node');

export type ServerOptions = {
  /** `GOZOLITE_*` settings by the part of the name that differs: `{ SLOTS: '2' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Wait until these languages (or all) have been looked at. Default: those that most tests use. */
  readonly languages?: 'all' | readonly string[];
  /** False: do not wait for readiness, only for the port. */
  readonly ready?: boolean;
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

const LISTENING = /https?:\/\/(?:127\.0\.0\.1|\[::1\]):(\d+)/;

export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const scratch = mkdtempSync(join(tmpdir(), 'gozolite-conformance-'));
  chmodSync(scratch, 0o755);
  const secret = randomBytes(16).toString('hex');
  const secretPath = join(scratch, 'secret.txt');
  writeFileSync(secretPath, `${secret}\n`, { mode: 0o644 });
  const { GOZOLITE_ROOTFS: rootfs = 'auto', GOZOLITE_SUPERVISOR: supervisor = '' } = process.env;
  const settings = {
    PORT: '0',
    LOG_LEVEL: 'info',
    ROOTFS: rootfs,
    SUPERVISOR: supervisor,
    ...options.settings,
  };
  const child = spawn(existsSync(OWN_NODE) ? OWN_NODE : process.execPath, [MAIN], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      CONFORMANCE_SECRET: secret,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`GOZOLITE_${name}`, value])),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const headers = options.headers ?? {};
  const server = attach(child, { scratch, secret, secretPath, headers });
  try {
    await server.listening();
    if (options.ready !== false) {
      await server.becameReady();
      await languagesKnown(server.base(), options.languages ?? ['bash', 'c', 'python'], headers);
    }
  } catch (error) {
    await server.end();
    throw new Error(`The service did not start: ${String(error)}\n${server.lines().slice(-40).join('\n')}`);
  }
  return server.handle();
}

async function languagesKnown(
  base: string,
  wanted: 'all' | readonly string[],
  headers: Server['headers'],
): Promise<void> {
  await until(
    async () => {
      const { languages } = await readCapabilities(base, headers);
      return languages.every(
        (one) => one.state !== 'checking' || (wanted !== 'all' && !wanted.includes(one.id)),
      );
    },
    { withinMs: 180_000, what: 'the languages were validated', everyMs: 100 },
  );
}

type Belongings = Pick<Server, 'scratch' | 'secret' | 'secretPath' | 'headers'>;

function attach(child: ChildProcess, belongings: Belongings) {
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
  let port = 0;
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
    listening: () =>
      until(
        () => {
          failIfEnded();
          port = Number(lines.map((line) => LISTENING.exec(line)?.[1]).find((found) => found !== undefined));
          return port > 0;
        },
        { withinMs: 30_000, what: 'a line of the log names the port' },
      ),
    becameReady: () =>
      until(
        async () => {
          failIfEnded();
          if (lines.some((line) => line.includes('cannot run code yet'))) throw new Error('It is not ready.');
          return (await fetch(`${base()}/health/ready`)).status === 200;
        },
        { withinMs: 240_000, what: '/health/ready answers 200', everyMs: 50 },
      ),
    handle: (): Server => {
      const pid = child.pid ?? 0;
      const watched: Watched = { pid, folders: [] };
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

/**
 * The keeper process: the one long-lived privileged process, started by the service while it is still privileged.
 * Its standard input is its lifeline: it ends, with all it made, when this process is gone, however it went.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { RunLog } from '../../engine/run-context.ts';
import { NotReady } from './not-ready.ts';
import { sentence } from './sentence.ts';

export type KeeperOptions = {
  /** Path of the supervisor program. */
  readonly binary: string;
  /** Folder for the socket; made when it is not there. */
  readonly socketDir: string;
  /** Folder that toolchain root file systems must be in. */
  readonly rootsDir?: string;
  /** Cgroup below which sandboxes are made. Found by the supervisor when left out. */
  readonly cgroup?: string;
  /** First of the kernel user ids that sandboxes use. */
  readonly uidBase?: number;
  /** The user that the service runs as when it has dropped its privileges; only that one may connect. */
  readonly clientUid?: number;
  readonly startTimeoutMs: number;
  readonly log: RunLog;
};

const LISTENING = 'gozolite-supervisor: listening';
/** Of `sun_path`, its final NUL excluded. */
const LONGEST_SOCKET_PATH = 107;
/** With the process id of the service that made it. */
const SOCKET_NAME = /^supervisor-(\d+)-\d+\.sock$/;
const STOP_TIMEOUT_MS = 5000;
/** What the program says when a layer cannot be enforced for any connection: which, why, and what to do. */
const COMPLAINT = /^gozolite-supervisor: ([a-z_]+): (.+); to do: (.+)$/;

let spawned = 0;

export class Keeper {
  readonly pid: number;
  readonly socketPath: string;
  readonly #child: ChildProcess;
  /** Settles when the process has ended and its socket is removed. */
  readonly #gone = Promise.withResolvers<void>();
  #died: string | null = null;

  /** Starts the program and waits until it listens. Rejects with `NotReady`. */
  static async launch(options: KeeperOptions): Promise<Keeper> {
    const socketPath = await prepareSocket(options.socketDir);
    const child = spawn(options.binary, keeperArguments(socketPath, options), {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
    });
    // A lifeline is never written to; that its other end has gone is seen by the exit.
    child.stdin.on('error', () => undefined);
    const complaints = createInterface({ input: child.stderr });
    let lastComplaint = '';
    complaints.on('line', (line) => {
      lastComplaint = line;
      options.log.warn({ keeper_pid: child.pid }, line);
    });
    await listening(child, options, () => lastComplaint);
    return new Keeper(child, socketPath, options.log);
  }

  private constructor(child: ChildProcess, socketPath: string, log: RunLog) {
    this.#child = child;
    this.pid = child.pid ?? 0;
    this.socketPath = socketPath;
    child.once('exit', (code, signal) => {
      this.#died = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
      log.debug({ keeper_pid: this.pid }, `The keeper of the sandboxes ${this.#died}.`);
      this.#gone.resolve(rm(socketPath, { force: true }).catch(() => undefined));
    });
  }

  /** How it ended, as the rest of a sentence; null while it lives. */
  get died(): string | null {
    return this.#died;
  }

  /** Lets go of the lifeline and waits for the end. */
  async stop(): Promise<void> {
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
    this.#child.stdin?.end();
    await this.#gone.promise;
    clearTimeout(impatience);
  }
}

function keeperArguments(socketPath: string, options: KeeperOptions): string[] {
  const given: [string, string | number | undefined][] = [
    ['--socket', socketPath],
    ['--roots', options.rootsDir],
    ['--cgroup', options.cgroup],
    ['--uid-base', options.uidBase],
    ['--client-uid', options.clientUid],
  ];
  return ['keeper', ...given.flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)]))];
}

async function prepareSocket(folder: string): Promise<string> {
  spawned += 1;
  const socketPath = path.join(folder, `supervisor-${process.pid}-${spawned}.sock`);
  if (Buffer.byteLength(socketPath) > LONGEST_SOCKET_PATH) {
    throw new NotReady(
      `The path of the supervisor's socket is too long: ${socketPath}`,
      `Choose a folder for it with a path of fewer than ${LONGEST_SOCKET_PATH - 32} bytes.`,
      { lasting: true },
    );
  }
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    await removeStaleSockets(folder);
  } catch (cause) {
    throw new NotReady(
      `The folder for the supervisor's socket cannot be used: ${messageOf(cause)}`,
      `Make ${folder} writable for this user, or choose another folder.`,
      { cause },
    );
  }
  return socketPath;
}

/** Sockets left by services that were killed: nobody listens there. */
async function removeStaleSockets(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, owner] = SOCKET_NAME.exec(name) ?? [];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(path.join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Resolves at the keeper's line. */
async function listening(
  child: ChildProcess,
  options: KeeperOptions,
  complaint: () => string,
): Promise<void> {
  const { stdout } = child;
  if (stdout === null) throw new Error('The keeper was started without a pipe for its standard output.');
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    child.kill('SIGKILL');
    reject(
      new NotReady(
        `The supervisor program did not begin to listen within ${options.startTimeoutMs} ms.`,
        'See the log for what it said, and run `gozolite doctor`.',
      ),
    );
  }, options.startTimeoutMs);
  const lines = createInterface({ input: stdout });
  lines.on('line', (line) => {
    if (line === LISTENING) resolve();
    else options.log.warn({ keeper_pid: child.pid }, line);
  });
  const onError = (cause: Error) => reject(cannotStart(options.binary, cause));
  const onExit = (code: number | null, signal: string | null) => {
    const [, layer, message, remedy] = COMPLAINT.exec(complaint()) ?? [];
    if (layer !== undefined && message !== undefined && remedy !== undefined) {
      const problem = sentence(`the isolation layer ${layer} is not in force: ${message}`);
      reject(new NotReady(problem, sentence(remedy), { layer }));
      return;
    }
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const why = complaint() === '' ? '' : ` It said: ${complaint()}`;
    reject(
      new NotReady(
        `The supervisor program ended ${how} before it began to listen.${why}`,
        'Run `gozolite doctor` to see what this host lacks.',
      ),
    );
  };
  child.on('error', onError);
  // `close` and not `exit`: by then all that it said has been read.
  child.on('close', onExit);
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    child.off('close', onExit);
  }
}

function cannotStart(binary: string, cause: Error): NotReady {
  return new NotReady(
    `The supervisor program ${binary} cannot be started: ${cause.message}`,
    'Build it with `make -C native`, or set the path of the supervisor program.',
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

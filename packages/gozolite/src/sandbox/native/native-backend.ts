/**
 * The native backend: `SandboxBackend` over the supervisor, a small privileged program of its own.
 *
 * What always holds: this process opens no path that a program could touch; a bundle is only ever used in the life of the
 * supervisor that made it; with no life that has every mandatory layer in force, nothing runs.
 */
import type { RunContext, RunLog } from '../../engine/run-context.ts';
import {
  type BackendStatus,
  type Bundle,
  type SandboxBackend,
  SandboxError,
  type StageOutcome,
  type StageSpec,
} from '../backend.ts';
import { Keepers } from './keepers.ts';
import type { Life } from './life.ts';
import { Lives } from './lives.ts';
import { NotReady } from './not-ready.ts';
import { cancelledOutcome } from './pending-run.ts';
import { statusOf } from './status.ts';

export type NativeBackendOptions = {
  /** Path of the supervisor program. */
  readonly binary: string;
  /** `host`, or the path of a toolchain root file system below `rootsDir`. */
  readonly rootfs: string;
  /** Folder that toolchain root file systems must be in. */
  readonly rootsDir?: string;
  /** Folder for the supervisor's socket. */
  readonly socketDir: string;
  /** Runs at once. */
  readonly slots: number;
  /** Sandboxes made ready ahead of need. */
  readonly prepared: number;
  /** Mandatory layers given up on purpose, by name. */
  readonly degraded?: readonly string[];
  /** Cgroup below which sandboxes are made. Found by the supervisor when left out. */
  readonly cgroup?: string;
  /** First of the kernel user ids that sandboxes use. */
  readonly uidBase?: number;
  /** The user that this process is when it calls `start`; left out when that is who it is already. */
  readonly clientUid?: number;
  /** Called when nothing can run any more before this process is started again, with why. */
  readonly lost?: (problem: string) => void;
  readonly startTimeoutMs?: number;
  readonly heartbeatMs?: number;
  readonly log: RunLog;
};

export interface NativeBackend extends SandboxBackend {
  /**
   * Starts the privileged part; to be called before this process drops its privileges, and `start` after. Left out, `start` does
   * it. Never throws: `start` finds out and `status` tells.
   */
  launch(): Promise<void>;
  /** Moves all new runs to another root file system. Rejects with `SandboxError`, and nothing has changed then. */
  reconfigure(change: { readonly rootfs: string }): Promise<void>;
}

export function createNativeBackend(options: NativeBackendOptions): NativeBackend {
  return new SupervisedBackend(options);
}

class SupervisedBackend implements NativeBackend {
  readonly #keepers: Keepers;
  readonly #lives: Lives;

  constructor(options: NativeBackendOptions) {
    const startTimeoutMs = options.startTimeoutMs ?? 10_000;
    this.#keepers = new Keepers({ ...options, startTimeoutMs });
    this.#lives = new Lives({
      keepers: this.#keepers,
      config: {
        rootfs: options.rootfs,
        rootsDir: options.rootsDir ?? null,
        slots: options.slots,
        prepared: options.prepared,
        degraded: options.degraded ?? [],
      },
      answerTimeoutMs: startTimeoutMs,
      heartbeatMs: options.heartbeatMs ?? 2000,
      ...(options.lost === undefined ? {} : { lost: options.lost }),
      log: options.log,
    });
  }

  async launch(): Promise<void> {
    await this.#keepers.get().catch(() => undefined);
  }

  async start(): Promise<void> {
    await this.#lives.start();
  }

  status(): BackendStatus {
    return statusOf(this.#lives, this.#keepers);
  }

  run(spec: StageSpec, context: RunContext): Promise<StageOutcome> {
    if (spec.bundle !== null) return this.#runWithBundle(spec, spec.bundle, context);
    const life = this.#lives.current;
    return life === null ? this.#runWhenReady(spec, context) : life.run(spec, null, context);
  }

  release(bundle: Bundle): void {
    const kept = this.#find(bundle);
    kept?.life.drop(kept.number);
  }

  async stats(): Promise<Readonly<Record<string, number>>> {
    const lives = [...this.#lives.open.values()];
    const sum: Record<string, number> = {
      lives: lives.length,
      in_flight: lives.reduce((runs, life) => runs + life.runs, 0),
    };
    for (const counters of await Promise.all(lives.map((life) => life.stats()))) {
      for (const [name, value] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + value;
    }
    return sum;
  }

  async reconfigure(change: { readonly rootfs: string }): Promise<void> {
    try {
      await this.#lives.reconfigure(change);
    } catch (error) {
      const remedy = error instanceof NotReady ? ` ${error.remedy}` : '';
      const message = error instanceof Error ? error.message : String(error);
      throw new SandboxError(`The sandbox keeps its root file system: ${message}${remedy}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#lives.close();
    await this.#keepers.close();
  }

  async #runWhenReady(spec: StageSpec, context: RunContext): Promise<StageOutcome> {
    if (context.signal.aborted) return cancelledOutcome();
    let life: Life;
    try {
      life = await this.#lives.wait(context.signal);
    } catch (error) {
      if (context.signal.aborted) return cancelledOutcome();
      throw error;
    }
    return life.run(spec, null, context);
  }

  #runWithBundle(spec: StageSpec, bundle: Bundle, context: RunContext): Promise<StageOutcome> {
    const kept = this.#find(bundle);
    if (kept !== null) return kept.life.run(spec, kept.number, context);
    return Promise.reject(
      new SandboxError('The work folder of the stage before was lost with the supervisor that kept it.'),
    );
  }

  #find(bundle: Bundle): { readonly life: Life; readonly number: number } | null {
    const [lifeNumber, number] = String(bundle.key).split('.').map(Number);
    if (bundle.backend !== 'native' || lifeNumber === undefined || number === undefined) return null;
    const life = this.#lives.open.get(lifeNumber);
    return life?.keeps(number) === true ? { life, number } : null;
  }
}

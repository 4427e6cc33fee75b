/**
 * The succession of lives: keeps one current life of the supervisor open, replaces it when it ends, and lets several
 * overlap while an old one finishes what it has begun.
 *
 * What always holds: at most one restoration is under way; a life whose mandatory layers are not all in force never
 * becomes the current one; a run asked for in the moment after a death waits for the next life, and one asked for in a
 * lasting outage is refused at once.
 */
import { realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunLog } from '../../engine/run-context.ts';
import { type Layer, SandboxError } from '../backend.ts';
import type { Keepers } from './keepers.ts';
import { layerRefused, layersOf, missingLayer } from './layers.ts';
import { ConfigurationRefused, Life } from './life.ts';
import { newestChild } from './newest-child.ts';
import { NotReady } from './not-ready.ts';
import type { LifeConfig } from './requests.ts';

export type Outage = { readonly problem: string; readonly remedy: string; readonly layers: readonly Layer[] };

export type LivesOptions = {
  readonly keepers: Keepers;
  readonly config: LifeConfig;
  readonly answerTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Called when no life can come any more, with why: only a new start of this process helps. */
  readonly lost?: (problem: string) => void;
  readonly log: RunLog;
};

/** How long an outage may last before runs are refused instead of kept waiting. */
const PATIENCE_MS = 1000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5000;

export class Lives {
  readonly #options: LivesOptions;
  readonly #closing = new AbortController();
  readonly #open = new Map<number, Life>();
  #config: LifeConfig;
  #current: Life | null = null;
  #outage: Outage = {
    problem: 'The supervisor has not been started yet.',
    remedy: 'Wait a moment.',
    layers: [],
  };
  /** While a life is about to come: settles when it has, or when that turns out to take longer. */
  #coming: PromiseWithResolvers<void> | null = null;
  #restoring: Promise<void> | null = null;
  #born = 0;
  #deaths = 0;

  constructor(options: LivesOptions) {
    this.#options = options;
    this.#config = options.config;
  }

  get current(): Life | null {
    return this.#current;
  }

  get open(): ReadonlyMap<number, Life> {
    return this.#open;
  }

  get config(): LifeConfig {
    return this.#config;
  }

  /** Why there is no current life. */
  get outage(): Outage {
    return this.#outage;
  }

  /** Current lives that ended without being asked to. */
  get deaths(): number {
    return this.#deaths;
  }

  /** Opens the first life. Resolves when it is there, or when there is an outage to tell of; goes on trying then. */
  async start(): Promise<void> {
    if (this.#current === null) await this.#restore(0);
  }

  /** The current life, or the next one when it is about to come. Rejects when there is none, or the signal is aborted. */
  async wait(signal: AbortSignal): Promise<Life> {
    if (this.#coming !== null) await settledOrAborted(this.#coming.promise, signal);
    signal.throwIfAborted();
    if (this.#current === null) throw new SandboxError(`The sandbox is not ready. ${this.#outage.problem}`);
    return this.#current;
  }

  /** Opens a life configured otherwise, makes it the current one and retires the old. */
  async reconfigure(change: Partial<LifeConfig>): Promise<void> {
    this.#adopt(await this.#begin({ ...this.#config, ...change }));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#outage = { problem: 'The sandbox was closed.', remedy: 'Start the service again.', layers: [] };
    this.#current = null;
    for (const life of this.#open.values()) life.close(new Error('The sandbox was closed.'));
    await this.#restoring;
  }

  /** Tries until there is a life. Resolves when there is, or when runs need not be kept waiting for it any longer. */
  #restore(patienceMs: number): Promise<void> {
    this.#coming ??= Promise.withResolvers<void>();
    const { promise } = this.#coming;
    this.#restoring ??= this.#tryUntilOpen(patienceMs).finally(() => {
      this.#restoring = null;
      this.#arrived();
    });
    return promise;
  }

  async #tryUntilOpen(patienceMs: number): Promise<void> {
    const begun = performance.now();
    const { signal } = this.#closing;
    for (let pause = FIRST_DELAY_MS; !signal.aborted; pause = Math.min(pause * 2, LONGEST_DELAY_MS)) {
      const config = this.#config;
      try {
        const life = await this.#begin(config);
        if (this.#current === null && config === this.#config && !signal.aborted) this.#adopt(life);
        else life.close(new Error('This life of the supervisor is not needed.'));
      } catch (error) {
        this.#note(error);
        if (error instanceof NotReady && error.fatal) this.#options.lost?.(error.message);
        if (error instanceof NotReady && error.lasting) return;
        if (error instanceof ConfigurationRefused || performance.now() - begun >= patienceMs) this.#arrived();
      }
      if (this.#current !== null) return;
      // A run that waits keeps the process alive; the long wait for a better world does not.
      const ref = this.#coming !== null;
      await delay(pause, undefined, { signal, ref }).catch(() => undefined);
    }
  }

  async #begin(asked: LifeConfig): Promise<Life> {
    const keeper = await this.#options.keepers.get();
    const config = await resolved(asked);
    this.#born += 1;
    const life = await Life.open({
      number: this.#born,
      socketPath: keeper.socketPath,
      config,
      answerTimeoutMs: this.#options.answerTimeoutMs,
      heartbeatMs: this.#options.heartbeatMs,
      ended: (ended, reason) => this.#ended(ended, reason),
    });
    const missing = missingLayer(layersOf(life.report, config.degraded));
    if (missing !== undefined) {
      const refusal = new ConfigurationRefused({
        type: 'failed',
        layer: missing.name,
        message: 'the supervisor does not say by which mechanism.',
        remedy: missing.remedy ?? '',
      });
      life.close(refusal);
      throw refusal;
    }
    const known = [...this.#open.values()].map(({ pid }) => pid);
    life.pid = await newestChild(keeper.pid, known);
    if (!life.isOpen) throw new Error('The supervisor died as soon as it was ready.');
    return life;
  }

  #adopt(life: Life): void {
    const old = this.#current;
    this.#open.set(life.number, life);
    this.#current = life;
    this.#config = life.config;
    this.#arrived();
    old?.retire();
  }

  #arrived(): void {
    this.#coming?.resolve();
    this.#coming = null;
  }

  #ended(life: Life, reason: Error): void {
    this.#open.delete(life.number);
    if (this.#current !== life) return;
    this.#current = null;
    this.#deaths += 1;
    this.#outage = {
      problem: `The supervisor has died and is being started again: ${reason.message}`,
      remedy: 'Wait a moment; see the log when it does not come back.',
      layers: [],
    };
    this.#options.log.warn({ reason: reason.message }, 'The supervisor has died, and its runs with it.');
    void this.#restore(PATIENCE_MS);
  }

  /** Remembers why there is no life. */
  #note(error: unknown): void {
    const explained = error instanceof ConfigurationRefused || error instanceof NotReady;
    const message = error instanceof Error ? error.message : String(error);
    const problem = explained ? message : `There is no working connection to the supervisor: ${message}`;
    if (problem !== this.#outage.problem) this.#options.log.warn({}, `The sandbox is not ready: ${problem}`);
    this.#outage = {
      problem,
      remedy: explained && error.remedy !== '' ? error.remedy : 'See the log, and run `gozolite doctor`.',
      layers: explained ? layerRefused(error) : [],
    };
  }
}

/**
 * Without links on the way, which the supervisor does not follow: a link to the current root file system stands for the one
 * that is current when a life is first configured with it, and for that one in all lives after.
 */
async function resolved(config: LifeConfig): Promise<LifeConfig> {
  const { rootfs, rootsDir } = config;
  if (rootfs === 'host' || rootsDir === null) return config;
  const real = (path: string) => realpath(path).catch(() => path);
  return { ...config, rootfs: await real(rootfs), rootsDir: await real(rootsDir) };
}

/** Settles with the promise, or when the signal is aborted. Leaves no listener behind. */
async function settledOrAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const onAbort = () => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  await Promise.race([promise, aborted]);
  signal.removeEventListener('abort', onAbort);
}

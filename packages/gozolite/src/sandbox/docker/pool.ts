/**
 * Containers made ahead of need: created and attached to, not started, of the shapes that were asked for last.
 *
 * What always holds: a container is handed out once; what is handed out has its lease for the whole of its run; what
 * waits is no more than `prepared`, and was begun after the pool was emptied last; of a pool that was closed nothing is
 * left with the engine but what was handed out.
 */
import type { RunLog } from '../../engine/run-context.ts';
import { SandboxError } from '../backend.ts';
import type { SandboxContainer } from './container.ts';
import { LEASE_SECONDS } from './lease.ts';
import { canBecome, isSame, type Shape } from './shape.ts';

export type PoolParts = {
  readonly prepared: number;
  readonly make: (shape: Shape, leaseSeconds: number) => Promise<SandboxContainer>;
  readonly log: RunLog;
  readonly now: () => number;
};

/** For laying out files before, and for collecting them after. */
const MARGIN_MS = 180_000;

export class Pool {
  readonly #parts: PoolParts;
  /** What the engine is still at, whoever asked for it; none of these rejects. */
  readonly #underWay = new Set<Promise<unknown>>();
  #waiting: SandboxContainer[] = [];
  /** Another one each time the pool is emptied, so that what was begun before is told from what was begun since. */
  #epoch = { making: 0 };
  #closed = false;

  constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  get size(): number {
    return this.#waiting.length;
  }

  /** A container that is not started, of that very shape, for a program that may run for so long. */
  take(shape: Shape, timeMs: number): Promise<SandboxContainer> {
    return this.#watched(this.#take(shape, timeMs));
  }

  async #take(shape: Shape, timeMs: number): Promise<SandboxContainer> {
    const taken = this.#closed ? null : await this.#choose(shape, timeMs);
    if (taken !== null && !this.#closed) return taken;
    // Whoever closes counts on what was not handed out by then.
    if (taken !== null) await discard(taken);
    throw new SandboxError('The Docker backend is being closed.');
  }

  async #choose(shape: Shape, timeMs: number): Promise<SandboxContainer> {
    const neededMs = timeMs + MARGIN_MS;
    this.#forget((one) => one.closed || this.#left(one) < neededMs);
    const exact = this.#waiting.find((one) => isSame(one.shape, shape));
    const chosen = exact ?? this.#waiting.find((one) => canBecome(one.shape, shape));
    if (chosen === undefined)
      return this.#parts.make(shape, Math.max(LEASE_SECONDS, Math.ceil(neededMs / 1000)));
    this.#waiting = this.#waiting.filter((one) => one !== chosen);
    if (chosen === exact) return chosen;
    try {
      await chosen.become(shape);
      return chosen;
    } catch (error) {
      await discard(chosen);
      throw error;
    }
  }

  /** Makes up for what was taken, with what was wanted last. */
  refill(shape: Shape): void {
    if (this.#closed || this.#parts.prepared === 0) return;
    const full = this.#waiting.length + this.#epoch.making >= this.#parts.prepared;
    if (full && this.#waiting.some((one) => canBecome(one.shape, shape))) return;
    if (full) {
      const oldest = this.#waiting[0];
      if (oldest === undefined) return;
      this.#forget((one) => one === oldest);
    }
    void this.#watched(this.#makeAhead(shape));
  }

  async #makeAhead(shape: Shape): Promise<void> {
    const epoch = this.#epoch;
    epoch.making++;
    try {
      const made = await this.#parts.make(shape, LEASE_SECONDS);
      if (epoch === this.#epoch) this.#waiting.push(made);
      else await discard(made);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'No container could be made ahead of need.');
    } finally {
      epoch.making--;
    }
  }

  /** Fills it up with containers of one shape. */
  fill(shape: Shape): void {
    for (let i = this.#waiting.length + this.#epoch.making; i < this.#parts.prepared; i++) this.refill(shape);
  }

  /** Replaces those of whose lease half is over. */
  renew(): void {
    const old = this.#waiting.filter((one) => one.closed || this.#left(one) < (LEASE_SECONDS / 2) * 1000);
    this.#forget((one) => old.includes(one));
    for (const { shape } of old) this.refill(shape);
  }

  /** Resolves when those that wait are removed. One that is being made is removed as soon as it is there. */
  async empty(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
    this.#epoch = { making: 0 };
    await Promise.all(all.map(discard));
  }

  /** Resolves when the engine has nothing to do any more for this pool. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.empty();
    await Promise.all(this.#underWay);
  }

  #watched<T>(work: Promise<T>): Promise<T> {
    const over: Promise<unknown> = work
      .catch(() => undefined)
      .finally(() => {
        this.#underWay.delete(over);
      });
    this.#underWay.add(over);
    return work;
  }

  #left(one: SandboxContainer): number {
    return one.leaseEndMs - this.#parts.now();
  }

  #forget(which: (one: SandboxContainer) => boolean): void {
    const gone = this.#waiting.filter(which);
    if (gone.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !gone.includes(one));
    for (const one of gone) void this.#watched(discard(one));
  }
}

/** One that cannot be removed is found when containers are reaped. */
const discard = (one: SandboxContainer): Promise<void> => one.remove().catch(() => undefined);

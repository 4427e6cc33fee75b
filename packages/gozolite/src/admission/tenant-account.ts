/**
 * What fair admission keeps of one tenant: who of it waits, how many of it run, what they cost, and how much of its
 * share is left.
 */
import type { Permit } from './admission.ts';
import { MovingAverage } from './moving-average.ts';

export type Waiter = {
  readonly since: number;
  /** How long it is expected to hold a slot, by what was known when it came. */
  readonly holdMs: number;
  readonly concurrency: number;
  /** Ends the wait: with a permit, or an error. */
  readonly settle: (outcome: Permit | Error) => void;
};

export class TenantAccount {
  readonly tenant: string;
  /** In the order of arrival. */
  readonly waiting = new Set<Waiter>();
  readonly cost = new MovingAverage();
  readonly hold = new MovingAverage();
  /** Time that those who wait are expected to hold slots, in all. */
  backlogMs = 0;
  running = 0;
  /** Milliseconds of slot and CPU time that may still be begun in this round; negative when more was used. */
  deficitMs = 0;
  /** The latest round that `deficitMs` has had its quantum of. */
  round: number;

  constructor(tenant: string, round: number) {
    this.tenant = tenant;
    this.round = round;
  }

  get head(): Waiter | null {
    for (const waiter of this.waiting) return waiter;
    return null;
  }

  get last(): Waiter | null {
    let last: Waiter | null = null;
    for (const waiter of this.waiting) last = waiter;
    return last;
  }

  /** Whether one of it waits that may start as far as its own bound goes. */
  get eligible(): boolean {
    const { head } = this;
    return head !== null && this.running < head.concurrency;
  }

  get idle(): boolean {
    return this.running === 0 && this.waiting.size === 0;
  }

  enqueue(waiter: Waiter): void {
    this.waiting.add(waiter);
    this.backlogMs += waiter.holdMs;
  }

  dequeue(waiter: Waiter): void {
    if (!this.waiting.delete(waiter)) return;
    this.backlogMs = this.waiting.size === 0 ? 0 : this.backlogMs - waiter.holdMs;
  }
}

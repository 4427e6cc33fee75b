/**
 * Admission by a fixed number of slots and one bounded queue, shared between tenants by deficit round-robin. An execution
 * costs its tenant the CPU time it used, or the time it held a slot where that is more: a program that sleeps keeps
 * others out as well as one that computes.
 *
 * What always holds: never more than `slots` permits are out; nobody waits while a slot is free, save behind a bound of its
 * own tenant; within a tenant the first to come is the first served; when the queue is full, a tenant with fewer places gets one
 * from the tenant with the most; who could not start in time by what is known is told so at once.
 */
import { Failure } from '../engine/failure.ts';
import type { Admission, AdmissionLoad, Permit, Refusals, SlotRequest } from './admission.ts';
import type { Clock } from './clock.ts';
import { MovingAverage } from './moving-average.ts';
import { refusal } from './refusal.ts';
import { RoundRobin } from './round-robin.ts';
import type { TenantAccount, Waiter } from './tenant-account.ts';

export type FairQueueOptions = {
  readonly slots: number;
  readonly queueLimit: number;
  readonly waitTimeoutMs: number;
  readonly clock: Clock;
};

/** Before anything was measured. */
const FIRST_GUESS_MS = 1000;
/** Nothing is free, or a tenant of no cost would never end its turn. */
const LEAST_COST_MS = 0.1;
/** Tenants that are remembered while nothing of theirs runs or waits. */
const MAX_IDLE_ACCOUNTS = 1024;
/** Saturated from here on, as a share of what leads to refusals, and until below the other. */
const HIGH_WATER = 0.8;
const LOW_WATER = 0.7;

export class FairQueue implements Admission {
  readonly #options: FairQueueOptions;
  readonly #accounts = new Map<string, TenantAccount>();
  readonly #turns = new RoundRobin();
  readonly #hold = new MovingAverage();
  readonly #cost = new MovingAverage();
  readonly #drained = Promise.withResolvers<void>();
  readonly #refused: { -readonly [cause in keyof Refusals]: number } = {
    queue_full: 0,
    too_late: 0,
    wait_timeout: 0,
    displaced: 0,
    draining: 0,
  };
  #running = 0;
  #queued = 0;
  #backlogMs = 0;
  #admitted = 0;
  #cancelled = 0;
  #saturated = false;
  #draining = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  async acquire(request: SlotRequest, signal: AbortSignal): Promise<Permit> {
    const { slots, queueLimit, clock } = this.#options;
    if (signal.aborted) throw this.#cancel();
    const account = this.#accountOf(request.tenant);
    const concurrency = request.concurrency ?? Number.POSITIVE_INFINITY;
    if (this.#draining) throw this.#refuse('draining', account, request);
    const bypassed = account.waiting.size > 0;
    if (this.#running < slots && account.running < concurrency && !bypassed) {
      return this.#admit(account, clock.now(), 0);
    }
    const measured = this.#hold.value !== null;
    if (measured && this.#aheadMs(account, concurrency) > this.#patience(request)) {
      throw this.#refuse('too_late', account, request);
    }
    if (this.#queued >= queueLimit && !this.#displaceFor(account))
      throw this.#refuse('queue_full', account, request);
    return this.#wait(account, request, signal);
  }

  async drain(): Promise<void> {
    this.#draining = true;
    for (const account of [...this.#accounts.values()]) {
      for (const waiter of [...account.waiting]) {
        waiter.settle(this.#refuse('draining', account, { tenant: account.tenant }));
      }
    }
    if (this.#running === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  load(): AdmissionLoad {
    const active = [...this.#accounts.values()].filter((account) => !account.idle);
    return {
      slots: this.#options.slots,
      running: this.#running,
      queued: this.#queued,
      queueLimit: this.#options.queueLimit,
      draining: this.#draining,
      saturated: this.#saturated,
      tenants: active.map(({ tenant, running, waiting }) => ({ tenant, running, queued: waiting.size })),
      admitted: this.#admitted,
      cancelled: this.#cancelled,
      refused: { ...this.#refused },
    };
  }

  #accountOf(tenant: string): TenantAccount {
    const known = this.#accounts.get(tenant);
    if (known !== undefined) return known;
    const account = this.#turns.open(tenant);
    this.#accounts.set(tenant, account);
    this.#forgetIdle();
    return account;
  }

  #forgetIdle(): void {
    if (this.#accounts.size <= MAX_IDLE_ACCOUNTS + this.#running + this.#queued) return;
    for (const [tenant, account] of this.#accounts) {
      if (!account.idle) continue;
      this.#accounts.delete(tenant);
      return;
    }
  }

  #wait(account: TenantAccount, request: SlotRequest, signal: AbortSignal): Promise<Permit> {
    const { clock } = this.#options;
    return new Promise((resolve, reject) => {
      const giveUp = (reason: Failure): void => {
        waiter.settle(reason);
        // Whoever is behind may have another bound than who was ahead.
        this.#fillSlots();
      };
      const onAbort = (): void => giveUp(this.#cancel());
      const stopClock = clock.after(this.#patience(request), () =>
        giveUp(this.#refuse('wait_timeout', account, request)),
      );
      const waiter: Waiter = {
        since: clock.now(),
        holdMs: this.#holdOf(account),
        concurrency: request.concurrency ?? Number.POSITIVE_INFINITY,
        settle: (outcome) => {
          this.#dequeue(account, waiter);
          stopClock();
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#enqueue(account, waiter);
    });
  }

  #enqueue(account: TenantAccount, waiter: Waiter): void {
    if (account.waiting.size === 0) this.#turns.join(account);
    account.enqueue(waiter);
    this.#queued += 1;
    this.#backlogMs += waiter.holdMs;
    this.#lookAtLoad();
  }

  #dequeue(account: TenantAccount, waiter: Waiter): void {
    account.dequeue(waiter);
    if (account.waiting.size === 0) this.#turns.leave(account);
    this.#queued -= 1;
    this.#backlogMs = this.#queued === 0 ? 0 : this.#backlogMs - waiter.holdMs;
    this.#lookAtLoad();
  }

  /** `expected` is charged now and set right at the end; 0 for a slot that nobody else wanted, which is not charged. */
  #admit(account: TenantAccount, since: number, expected: number): Permit {
    const start = this.#options.clock.now();
    account.deficitMs -= expected;
    account.running += 1;
    this.#running += 1;
    this.#admitted += 1;
    this.#lookAtLoad();
    let held = true;
    return {
      queuedMs: start - since,
      release: (cpuMs = 0) => {
        if (!held) return;
        held = false;
        const holdMs = this.#options.clock.now() - start;
        const costMs = Math.max(LEAST_COST_MS, cpuMs, holdMs);
        if (expected > 0) account.deficitMs += expected - costMs;
        for (const { hold, cost } of [account, { hold: this.#hold, cost: this.#cost }]) {
          hold.observe(holdMs);
          cost.observe(costMs);
        }
        account.running -= 1;
        this.#running -= 1;
        this.#fillSlots();
        this.#lookAtLoad();
      },
    };
  }

  #fillSlots(): void {
    while (this.#running < this.#options.slots) {
      const account = this.#turns.next();
      const waiter = account?.head ?? null;
      if (account === null || waiter === null) break;
      const expected = account.cost.value ?? this.#cost.value ?? LEAST_COST_MS;
      const permit = this.#admit(account, waiter.since, expected);
      waiter.settle(permit);
      this.#turns.served(account);
    }
    if (this.#draining && this.#running === 0) this.#drained.resolve();
  }

  /** Takes the newest place of the tenant that has the most, when that leaves it at least as many as `account` then has. */
  #displaceFor(account: TenantAccount): boolean {
    let longest: TenantAccount | null = null;
    for (const other of this.#accounts.values()) {
      if (longest === null || other.waiting.size > longest.waiting.size) longest = other;
    }
    if (longest === null || longest.waiting.size <= account.waiting.size + 1) return false;
    longest.last?.settle(this.#refuse('displaced', longest, { tenant: longest.tenant }));
    return true;
  }

  #patience({ patienceMs }: SlotRequest): number {
    return Math.min(patienceMs ?? Number.POSITIVE_INFINITY, this.#options.waitTimeoutMs);
  }

  /** How long one execution of this tenant is expected to hold a slot. */
  #holdOf(account: TenantAccount): number {
    return account.hold.value ?? this.#hold.value ?? FIRST_GUESS_MS;
  }

  /** How long what comes before one more of this tenant will take; `further` milliseconds of slot time come on top. */
  #aheadMs(account: TenantAccount, concurrency: number, further = 0): number {
    const { slots } = this.#options;
    const sharers = this.#turns.size + (account.waiting.size > 0 ? 0 : 1);
    const ownShare = (account.backlogMs + further) / Math.min(slots / sharers, concurrency);
    return Math.min(ownShare, Math.max(this.#backlogMs + further, 0) / Math.min(slots, concurrency));
  }

  #lookAtLoad(): void {
    const { slots, queueLimit, waitTimeoutMs } = this.#options;
    const places = queueLimit === 0 ? this.#running / slots : this.#queued / queueLimit;
    const pressure = Math.max(places, this.#backlogMs / slots / waitTimeoutMs);
    if (this.#running < slots || pressure < LOW_WATER) this.#saturated = false;
    else if (pressure >= HIGH_WATER) this.#saturated = true;
  }

  #cancel(): Failure {
    this.#cancelled += 1;
    return new Failure('CANCELLED', 'The request was cancelled before it had a slot.');
  }

  #refuse(cause: keyof Refusals, account: TenantAccount, request: SlotRequest): Failure {
    this.#refused[cause] += 1;
    const { slots, queueLimit } = this.#options;
    const concurrency = request.concurrency ?? Number.POSITIVE_INFINITY;
    const patienceMs = this.#patience(request);
    // All that waits ahead, and then a slot has to come free once more. Who had a place is in the count already.
    const further = cause === 'wait_timeout' || cause === 'displaced' ? 0 : this.#holdOf(account);
    const clearMs = this.#aheadMs(account, concurrency, further);
    const waitMs = cause === 'too_late' ? clearMs - patienceMs : clearMs;
    return refusal(cause, { slots, queueLimit, patienceMs, waitMs });
  }
}

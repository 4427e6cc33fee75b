/**
 * The port through which the engine asks for a slot: how many executions run at one time, who waits, and who is turned
 * away.
 *
 * What always holds: every permit is released exactly once however often that is asked for; a caller that gives up
 * leaves its place at once; nobody who is turned away has held a slot.
 */

/** Who wants a slot. Fairness between tenants is the implementation's; within one tenant the first to come is the first served. */
export type SlotRequest = {
  readonly tenant: string;
  /** Most slots that this tenant may hold at one time; null is no bound of its own. */
  readonly concurrency?: number | null;
  /** How long the caller is ready to wait, in milliseconds; never longer than the queue allows anyway. */
  readonly patienceMs?: number | null;
};

export type Permit = {
  readonly queuedMs: number;
  /** Gives the slot back, and says how much CPU time was used. May be called again, to no effect. */
  release(cpuMs?: number): void;
};

export type Refusals = {
  /** Every place in the queue was taken, by this tenant or by others with no longer a queue of their own. */
  readonly queue_full: number;
  /** What was ahead would have taken longer than the caller could wait. */
  readonly too_late: number;
  /** Waited as long as it could. */
  readonly wait_timeout: number;
  /** Had a place, and lost it to a tenant with fewer of them. */
  readonly displaced: number;
  readonly draining: number;
};

export type TenantLoad = { readonly tenant: string; readonly running: number; readonly queued: number };

export type AdmissionLoad = {
  readonly slots: number;
  readonly running: number;
  readonly queued: number;
  readonly queueLimit: number;
  readonly draining: boolean;
  /** Refusals are near: true before the first one, and until the queue has emptied well below that point. */
  readonly saturated: boolean;
  /** Those that run or wait at the moment. */
  readonly tenants: readonly TenantLoad[];
  /** Since the start. */
  readonly admitted: number;
  /** Callers that gave up while they waited, since the start. */
  readonly cancelled: number;
  /** Since the start, by cause. */
  readonly refused: Refusals;
};

export interface Admission {
  /**
   * Resolves when there is a slot. Rejects with a `Failure`: OVERLOADED (no place, or no hope to start in time),
   * SHUTTING_DOWN, CANCELLED (`signal` was aborted).
   */
  acquire(request: SlotRequest, signal: AbortSignal): Promise<Permit>;
  /** Turns away all who wait and all who come. Those who hold a slot keep it; resolves when the last is released. */
  drain(): Promise<void>;
  load(): AdmissionLoad;
}

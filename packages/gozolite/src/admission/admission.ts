/**
 * The port through which the engine asks for a slot: how many executions run at one time, who waits, and who is turned
 * away.
 *
 * What always holds: every permit is released exactly once however often that is asked for; a caller that gives up
 * leaves its place at once; nobody who is turned away has held a slot.
 */

/** Who wants a slot. Fairness between tenants is the implementation's; within one tenant the first to come is the first served. */
export type SlotRequest = { readonly tenant: string };

export type Permit = {
  readonly queuedMs: number;
  /** Gives the slot back. May be called again, to no effect. */
  release(): void;
};

export type Refusals = {
  readonly queue_full: number;
  readonly wait_timeout: number;
  readonly draining: number;
};

export type AdmissionLoad = {
  readonly slots: number;
  readonly running: number;
  readonly queued: number;
  readonly queueLimit: number;
  readonly draining: boolean;
  /** Since the start. */
  readonly admitted: number;
  /** Callers that gave up while they waited, since the start. */
  readonly cancelled: number;
  /** Since the start, by cause. */
  readonly refused: Refusals;
};

export interface Admission {
  /**
   * Resolves when there is a slot. Rejects with a `Failure`: OVERLOADED (queue full, or waited too long), SHUTTING_DOWN,
   * CANCELLED (`signal` was aborted).
   */
  acquire(request: SlotRequest, signal: AbortSignal): Promise<Permit>;
  /** Turns away all who wait and all who come. Those who hold a slot keep it; resolves when the last is released. */
  drain(): Promise<void>;
  load(): AdmissionLoad;
}

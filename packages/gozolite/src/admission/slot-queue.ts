/**
 * Admission by a fixed number of slots and a bounded queue, first come, first served. Tenants share one queue.
 *
 * What always holds: never more than `slots` permits are out; nobody waits while a slot is free; a slot that is given
 * back goes to the head of the queue before anybody who comes later.
 */
import { Failure } from '../engine/failure.ts';
import type { Admission, AdmissionLoad, Permit, Refusals, SlotRequest } from './admission.ts';
import type { Clock } from './clock.ts';
import { ServiceTime } from './service-time.ts';

export type SlotQueueOptions = {
  readonly slots: number;
  readonly queueLimit: number;
  readonly waitTimeoutMs: number;
  readonly clock: Clock;
};

type Waiter = {
  readonly since: number;
  /** Ends the wait: with a permit, or a failure. */
  readonly settle: (outcome: Permit | Failure) => void;
};

export class SlotQueue implements Admission {
  readonly #options: SlotQueueOptions;
  readonly #serviceTime = new ServiceTime();
  /** In the order of arrival. */
  readonly #waiting = new Set<Waiter>();
  readonly #drained = Promise.withResolvers<void>();
  readonly #refused: { -readonly [cause in keyof Refusals]: number } = {
    queue_full: 0,
    wait_timeout: 0,
    draining: 0,
  };
  #running = 0;
  #admitted = 0;
  #cancelled = 0;
  #draining = false;

  constructor(options: SlotQueueOptions) {
    this.#options = options;
  }

  async acquire(_request: SlotRequest, signal: AbortSignal): Promise<Permit> {
    const { slots, queueLimit, clock } = this.#options;
    if (signal.aborted) throw this.#cancel();
    if (this.#draining) throw this.#refuse('draining');
    if (this.#running < slots) return this.#admit(clock.now());
    if (this.#waiting.size >= queueLimit) throw this.#refuse('queue_full');
    return this.#wait(signal);
  }

  async drain(): Promise<void> {
    this.#draining = true;
    for (const waiter of [...this.#waiting]) waiter.settle(this.#refuse('draining'));
    if (this.#running === 0) this.#drained.resolve();
    return this.#drained.promise;
  }

  load(): AdmissionLoad {
    return {
      slots: this.#options.slots,
      running: this.#running,
      queued: this.#waiting.size,
      queueLimit: this.#options.queueLimit,
      draining: this.#draining,
      admitted: this.#admitted,
      cancelled: this.#cancelled,
      refused: { ...this.#refused },
    };
  }

  #wait(signal: AbortSignal): Promise<Permit> {
    const { clock, waitTimeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const onAbort = (): void => waiter.settle(this.#cancel());
      const stopClock = clock.after(waitTimeoutMs, () => waiter.settle(this.#refuse('wait_timeout')));
      const waiter: Waiter = {
        since: clock.now(),
        settle: (outcome) => {
          this.#waiting.delete(waiter);
          stopClock();
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Failure) reject(outcome);
          else resolve(outcome);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(waiter);
    });
  }

  #admit(since: number): Permit {
    const start = this.#options.clock.now();
    this.#running += 1;
    this.#admitted += 1;
    let held = true;
    return {
      queuedMs: start - since,
      release: () => {
        if (!held) return;
        held = false;
        this.#running -= 1;
        this.#serviceTime.observe(this.#options.clock.now() - start);
        this.#next();
      },
    };
  }

  #next(): void {
    const [waiter] = this.#waiting;
    if (waiter !== undefined) waiter.settle(this.#admit(waiter.since));
    else if (this.#draining && this.#running === 0) this.#drained.resolve();
  }

  #cancel(): Failure {
    this.#cancelled += 1;
    return new Failure('CANCELLED', 'The request was cancelled before it had a slot.');
  }

  #refuse(cause: keyof Refusals): Failure {
    const { slots, queueLimit, waitTimeoutMs } = this.#options;
    this.#refused[cause] += 1;
    // All others who wait come first, and then a slot has to come free once more. Who waited too long is still in the count.
    const ahead = this.#waiting.size + (cause === 'wait_timeout' ? 0 : 1);
    const retryAfterSeconds = this.#serviceTime.secondsFor(ahead, slots);
    switch (cause) {
      case 'draining':
        return new Failure('SHUTTING_DOWN', 'The service is shutting down and takes no more requests.', {
          retryAfterSeconds,
        });
      case 'queue_full': {
        const message = `All ${slots} slots and all ${queueLimit} places in the queue are taken; try again in ${retryAfterSeconds} s.`;
        return new Failure('OVERLOADED', message, { retryAfterSeconds });
      }
      case 'wait_timeout': {
        const message = `No slot came free in ${waitTimeoutMs} ms; try again in ${retryAfterSeconds} s.`;
        return new Failure('OVERLOADED', message, { retryAfterSeconds });
      }
    }
  }
}

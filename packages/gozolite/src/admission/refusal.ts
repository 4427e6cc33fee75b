/**
 * What is said to those who get no slot: why, and when to come again.
 */
import { Failure } from '../engine/failure.ts';
import type { Refusals } from './admission.ts';

export type RefusalFacts = {
  readonly slots: number;
  readonly queueLimit: number;
  /** How long the request could wait. */
  readonly patienceMs: number;
  /** After so long a request would find a place, and a slot in time. */
  readonly waitMs: number;
};

export const refusal = (
  cause: keyof Refusals,
  { slots, queueLimit, patienceMs, waitMs }: RefusalFacts,
): Failure => {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  const overloaded = (sentence: string): Failure =>
    new Failure('OVERLOADED', `${sentence}; try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  switch (cause) {
    case 'draining':
      return new Failure('SHUTTING_DOWN', 'The service is shutting down and takes no more requests.', {
        retryAfterSeconds,
      });
    case 'queue_full':
      return overloaded(`All ${slots} slots and all ${queueLimit} places in the queue are taken`);
    case 'too_late':
      return overloaded(
        `What is ahead in the queue takes longer than the ${patienceMs} ms that this request may wait`,
      );
    case 'displaced':
      return overloaded('The queue is full, and this place went to a caller that had fewer of them');
    case 'wait_timeout':
      return overloaded(`No slot came free in ${patienceMs} ms`);
  }
};

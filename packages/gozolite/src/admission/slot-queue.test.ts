import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../engine/failure.ts';
import type { Permit } from './admission.ts';
import { ManualClock } from './manual-clock.ts';
import { SlotQueue } from './slot-queue.ts';

const never = new AbortController().signal;
const me = { tenant: 'a' };

const setUp = (slots: number, queueLimit: number, waitTimeoutMs = 1000) => {
  const clock = new ManualClock();
  return { clock, queue: new SlotQueue({ slots, queueLimit, waitTimeoutMs, clock }) };
};

const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error('a Failure was expected', { cause: error });
};

describe('SlotQueue', () => {
  it('admits at once while there are slots', async () => {
    const { queue } = setUp(2, 0);
    expect((await queue.acquire(me, never)).queuedMs).toBe(0);
    await queue.acquire(me, never);
    expect(queue.load()).toMatchObject({ running: 2, queued: 0, admitted: 2 });
  });

  it('lets others wait, and says how long they did', async () => {
    const { queue, clock } = setUp(1, 1);
    const first = await queue.acquire(me, never);
    const second = queue.acquire(me, never);
    expect(queue.load()).toMatchObject({ running: 1, queued: 1 });
    clock.advance(70);
    first.release();
    expect((await second).queuedMs).toBe(70);
    expect(clock.pending).toBe(0);
  });

  it('gives a slot back once, however often it is released', async () => {
    const { queue } = setUp(1, 0);
    const permit = await queue.acquire(me, never);
    permit.release();
    permit.release();
    expect(queue.load().running).toBe(0);
    await queue.acquire(me, never);
    expect((await failureOf(queue.acquire(me, never))).code).toBe('OVERLOADED');
  });

  it('turns away whoever finds the queue full', async () => {
    const { queue } = setUp(1, 0);
    await queue.acquire(me, never);
    const failure = await failureOf(queue.acquire(me, never));
    expect(failure.code).toBe('OVERLOADED');
    expect(failure.message).toBe('All 1 slots and all 0 places in the queue are taken; try again in 1 s.');
    expect(queue.load().refused).toEqual({ queue_full: 1, wait_timeout: 0, draining: 0 });
  });

  it('turns away whoever has waited too long, and frees the place', async () => {
    const { queue, clock } = setUp(1, 1, 500);
    await queue.acquire(me, never);
    const late = failureOf(queue.acquire(me, never));
    clock.advance(499);
    expect(queue.load().queued).toBe(1);
    clock.advance(1);
    expect((await late).message).toBe('No slot came free in 500 ms; try again in 1 s.');
    expect(queue.load()).toMatchObject({ queued: 0, refused: { wait_timeout: 1 } });
  });

  it('reckons Retry-After from how long slots are held and how many are ahead', async () => {
    const { queue, clock } = setUp(2, 5, 1e6);
    const permit = await queue.acquire(me, never);
    clock.advance(4000);
    permit.release();
    for (let index = 0; index < 7; index++) void queue.acquire(me, never);
    // Five wait and one comes: six times four seconds on two slots.
    expect((await failureOf(queue.acquire(me, never))).retryAfterSeconds).toBe(12);
  });

  it('frees the place of a caller that gives up', async () => {
    const { queue, clock } = setUp(1, 1);
    const permit = await queue.acquire(me, never);
    const controller = new AbortController();
    const gone = failureOf(queue.acquire(me, controller.signal));
    controller.abort();
    expect((await gone).code).toBe('CANCELLED');
    const next = queue.acquire(me, never);
    permit.release();
    await next;
    expect(queue.load()).toMatchObject({ running: 1, queued: 0, cancelled: 1 });
    expect(clock.pending).toBe(0);
  });

  it('gives no slot to a caller that has gone already', async () => {
    const { queue } = setUp(1, 1);
    expect((await failureOf(queue.acquire(me, AbortSignal.abort()))).code).toBe('CANCELLED');
    expect(queue.load().running).toBe(0);
  });

  it('drains: turns away those who wait and come, and ends when the last has gone', async () => {
    const { queue } = setUp(1, 1);
    const permit = await queue.acquire(me, never);
    const waiting = failureOf(queue.acquire(me, never));
    let ended = false;
    const drained = queue.drain().then(() => {
      ended = true;
    });
    expect((await waiting).code).toBe('SHUTTING_DOWN');
    expect((await failureOf(queue.acquire(me, never))).code).toBe('SHUTTING_DOWN');
    expect([ended, queue.load().draining]).toEqual([false, true]);
    permit.release();
    await drained;
    expect(queue.load()).toMatchObject({ running: 0, refused: { draining: 2 } });
  });

  it('drains at once when nothing runs', async () => {
    await setUp(1, 1).queue.drain();
  });
});

describe('under any sequence of arrivals, ends, cancels and time', () => {
  type Step = { readonly do: 'arrive' | 'end' | 'cancel' | 'wait'; readonly pick: number };
  type Arrival = {
    readonly tenant: string;
    readonly number: number;
    readonly controller: AbortController;
    state: 'waiting' | 'running' | 'over';
    permit: Permit | null;
  };

  const step = fc.record<Step>({
    do: fc.constantFrom('arrive', 'arrive', 'end', 'cancel', 'wait'),
    pick: fc.nat(),
  });

  it('holds to its slots and its order, and loses no permit', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 6 }),
      fc.array(step, { maxLength: 60 }),
      async (slots, queueLimit, steps) => {
        const { clock, queue } = setUp(slots, queueLimit, 100);
        const arrivals: Arrival[] = [];
        const admitted: Arrival[] = [];
        const oneOf = (state: Arrival['state'], pick: number): Arrival | undefined => {
          const those = arrivals.filter((arrival) => arrival.state === state);
          return those[pick % Math.max(1, those.length)];
        };
        const arrive = (pick: number): void => {
          const arrival: Arrival = {
            tenant: ['a', 'b'][pick % 2] ?? 'a',
            number: arrivals.length,
            controller: new AbortController(),
            state: 'waiting',
            permit: null,
          };
          arrivals.push(arrival);
          queue.acquire({ tenant: arrival.tenant }, arrival.controller.signal).then(
            (permit) => {
              arrival.state = 'running';
              arrival.permit = permit;
              admitted.push(arrival);
            },
            () => {
              arrival.state = 'over';
            },
          );
        };

        for (const { do: what, pick } of steps) {
          if (what === 'arrive') arrive(pick);
          if (what === 'wait') clock.advance(pick % 150);
          if (what === 'cancel') oneOf('waiting', pick)?.controller.abort();
          const ending = what === 'end' ? oneOf('running', pick) : undefined;
          if (ending !== undefined) {
            ending.state = 'over';
            ending.permit?.release();
          }
          await new Promise(setImmediate);
          const count = (state: Arrival['state']) =>
            arrivals.filter((arrival) => arrival.state === state).length;
          expect(count('running')).toBeLessThanOrEqual(slots);
          expect(queue.load()).toMatchObject({ running: count('running'), queued: count('waiting') });
          expect(count('waiting') === 0 || count('running') === slots).toBe(true);
          expect(count('waiting')).toBeLessThanOrEqual(queueLimit);
          expect(clock.pending).toBe(count('waiting'));
        }

        for (const tenant of ['a', 'b']) {
          const numbers = admitted.filter((arrival) => arrival.tenant === tenant).map(({ number }) => number);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        }
        while (queue.load().running > 0) {
          for (const arrival of admitted) arrival.permit?.release();
          await new Promise(setImmediate);
        }
        const { queued, admitted: total, refused, cancelled } = queue.load();
        expect(queued).toBe(0);
        expect(total).toBe(admitted.length);
        expect(total + cancelled + refused.queue_full + refused.wait_timeout).toBe(arrivals.length);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

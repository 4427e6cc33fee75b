import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../engine/failure.ts';
import type { Permit } from './admission.ts';
import { FairQueue } from './fair-queue.ts';
import { ManualClock } from './manual-clock.ts';

const never = new AbortController().signal;
const me = { tenant: 'a' };

const setUp = (slots: number, queueLimit: number, waitTimeoutMs = 1000) => {
  const clock = new ManualClock();
  return { clock, queue: new FairQueue({ slots, queueLimit, waitTimeoutMs, clock }) };
};

const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error('a Failure was expected', { cause: error });
};

describe('FairQueue', () => {
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
    expect(queue.load().refused).toEqual({
      queue_full: 1,
      too_late: 0,
      wait_timeout: 0,
      displaced: 0,
      draining: 0,
    });
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
        const turnedAway = Object.values(refused).reduce((sum, count) => sum + count, 0);
        expect(total + cancelled + turnedAway).toBe(arrivals.length);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('between tenants', () => {
  type Seat = { readonly tenant: string; readonly permit: Permit };

  /** Asks for slots, and keeps who got one in the order in which they did. */
  const players = (slots: number, queueLimit: number, waitTimeoutMs = 1e9) => {
    const { clock, queue } = setUp(slots, queueLimit, waitTimeoutMs);
    const seated: Seat[] = [];
    const order: string[] = [];
    const refusals: Failure[] = [];
    const ask = (tenant: string, count = 1, concurrency: number | null = null): void => {
      for (let index = 0; index < count; index++) {
        queue.acquire({ tenant, concurrency }, never).then(
          (permit) => {
            seated.push({ tenant, permit });
            order.push(tenant);
          },
          (error: unknown) => {
            if (error instanceof Failure) refusals.push(error);
          },
        );
      }
    };
    const settle = () => new Promise(setImmediate);
    /** The one that has run longest ends, after `ms` that cost `cpuMs`. */
    const end = async (ms: number, cpuMs = ms): Promise<void> => {
      clock.advance(ms);
      seated.shift()?.permit.release(cpuMs);
      await settle();
    };
    return { clock, queue, seated, order, refusals, ask, end, settle };
  };

  it('a single request does not wait behind a flood', async () => {
    const { ask, end, settle, order } = players(1, 100);
    ask('flood', 50);
    await settle();
    for (let index = 0; index < 5; index++) await end(100);
    ask('single');
    await settle();
    const before = order.length;
    await end(100);
    expect(order.slice(before)).toEqual(['single']);
  });

  it('have the same time, whatever one execution of theirs costs', async () => {
    const { ask, end, settle, seated } = players(1, 10_000);
    const spent: Record<string, number> = { small: 0, large: 0 };
    const cost: Record<string, number> = { small: 10, large: 400 };
    ask('small', 2000);
    ask('large', 100);
    await settle();
    for (let index = 0; index < 900; index++) {
      const tenant = seated[0]?.tenant ?? '';
      spent[tenant] = (spent[tenant] ?? 0) + (cost[tenant] ?? 0);
      await end(cost[tenant] ?? 0);
    }
    const { small = 0, large = 0 } = spent;
    expect(Math.abs(small - large) / (small + large)).toBeLessThan(0.06);
  });

  it('are charged for CPU time beyond the time that they held a slot', async () => {
    const { ask, end, settle, seated } = players(1, 10_000);
    const turns: Record<string, number> = { threads: 0, plain: 0 };
    ask('threads', 500);
    ask('plain', 500);
    await settle();
    for (let index = 0; index < 400; index++) {
      const tenant = seated[0]?.tenant ?? '';
      turns[tenant] = (turns[tenant] ?? 0) + 1;
      await end(50, tenant === 'threads' ? 150 : 50);
    }
    const { threads = 0, plain = 0 } = turns;
    expect(plain / threads).toBeGreaterThan(2.5);
    expect(plain / threads).toBeLessThan(3.5);
  });

  it('owe nothing for slots that nobody else wanted', async () => {
    const { ask, end, settle, order } = players(1, 100);
    for (let index = 0; index < 100; index++) {
      ask('early');
      await settle();
      await end(1000);
    }
    const before = order.length;
    ask('early', 10);
    ask('late', 10);
    await settle();
    for (let index = 0; index < 8; index++) await end(100);
    const turns = order.slice(before);
    expect(turns.filter((tenant) => tenant === 'early').length).toBeGreaterThanOrEqual(4);
    expect(turns.filter((tenant) => tenant === 'late').length).toBeGreaterThanOrEqual(4);
  });

  it('make room for each other when the queue is full', async () => {
    const { ask, settle, queue, refusals } = players(1, 4);
    ask('flood', 6);
    await settle();
    expect(refusals.map(({ code }) => code)).toEqual(['OVERLOADED']);
    ask('single');
    await settle();
    expect(queue.load()).toMatchObject({ queued: 4, refused: { queue_full: 1, displaced: 1 } });
    expect(queue.load().tenants).toEqual([
      { tenant: 'flood', running: 1, queued: 3 },
      { tenant: 'single', running: 0, queued: 1 },
    ]);
    ask('single', 4);
    await settle();
    // One more place each way would only turn the tables.
    expect(queue.load().tenants.map(({ queued }) => queued)).toEqual([2, 2]);
  });

  it('a bound of its own keeps a tenant back, and leaves the slots to others', async () => {
    const { ask, end, settle, queue, order } = players(3, 10);
    ask('bounded', 3, 1);
    ask('free', 2);
    await settle();
    expect(order).toEqual(['bounded', 'free', 'free']);
    expect(queue.load()).toMatchObject({ running: 3, queued: 2 });
    await end(10);
    expect(order).toEqual(['bounded', 'free', 'free', 'bounded']);
    await end(10);
    await end(10);
    expect(queue.load()).toMatchObject({ running: 1, queued: 1 });
  });

  it('a wider bound behind a narrower one is seen when the narrower one gives up', async () => {
    const { queue } = setUp(2, 4);
    await queue.acquire({ tenant: 'a', concurrency: 1 }, never);
    const controller = new AbortController();
    const narrow = failureOf(queue.acquire({ tenant: 'a', concurrency: 1 }, controller.signal));
    const wide = queue.acquire({ tenant: 'a', concurrency: 2 }, never);
    controller.abort();
    await narrow;
    await wide;
    expect(queue.load()).toMatchObject({ running: 2, queued: 0 });
  });

  it('are remembered in bounded numbers', async () => {
    const { queue } = setUp(1, 1);
    for (let index = 0; index < 5000; index++) {
      (await queue.acquire({ tenant: `t${index}` }, never)).release();
    }
    expect(queue.load().tenants).toEqual([]);
  });
});

describe('what cannot start in time', () => {
  /** A queue that knows that an execution takes a second. */
  const measured = async (waitTimeoutMs: number) => {
    const parts = setUp(1, 100, waitTimeoutMs);
    const permit = await parts.queue.acquire(me, never);
    parts.clock.advance(1000);
    permit.release();
    return { ...parts, running: await parts.queue.acquire(me, never) };
  };

  it('is refused at once, and admitted after the time that was named', async () => {
    const { queue, clock, running } = await measured(5000);
    const seats = [running];
    const ask = () => queue.acquire(me, never).then((permit) => seats.push(permit));
    for (let index = 0; index < 6; index++) void ask().catch(() => undefined);
    const refused = await failureOf(ask());
    expect(refused).toMatchObject({ code: 'OVERLOADED', retryAfterSeconds: 2 });
    expect(refused.message).toContain('5000 ms');
    expect(queue.load().refused).toMatchObject({ too_late: 1, queue_full: 0 });
    const passSecond = async () => {
      clock.advance(1000);
      seats.shift()?.release();
      await new Promise(setImmediate);
    };
    for (let second = 0; second < 2; second++) await passSecond();
    let admitted = false;
    const again = ask().then(() => {
      admitted = true;
    });
    for (let second = 0; second < 5 && !admitted; second++) await passSecond();
    await again;
  });

  it('is what the caller says it can wait, where that is less', async () => {
    const { queue, clock } = await measured(100_000);
    void queue.acquire(me, never);
    void queue.acquire(me, never);
    expect((await failureOf(queue.acquire({ ...me, patienceMs: 1500 }, never))).code).toBe('OVERLOADED');
    const patient = failureOf(queue.acquire({ ...me, patienceMs: 2500 }, never));
    clock.advance(2500);
    expect((await patient).message).toContain('No slot came free in 2500 ms');
  });

  it('is not guessed before anything was measured', async () => {
    const { queue } = setUp(1, 100, 1);
    await queue.acquire(me, never);
    for (let index = 0; index < 50; index++) void queue.acquire(me, never).catch(() => undefined);
    expect(queue.load()).toMatchObject({ queued: 50, refused: { too_late: 0 } });
  });
});

describe('saturation', () => {
  it('is said before the first refusal, and taken back when the queue has emptied', async () => {
    const { queue } = setUp(1, 10, 1e9);
    const controllers = Array.from({ length: 10 }, () => new AbortController());
    await queue.acquire(me, never);
    const seen: boolean[] = [];
    for (const { signal } of controllers) {
      void queue.acquire(me, signal).catch(() => undefined);
      seen.push(queue.load().saturated);
    }
    expect(seen).toEqual([...Array(7).fill(false), true, true, true]);
    expect(Object.values(queue.load().refused).every((count) => count === 0)).toBe(true);
    for (const controller of controllers) {
      controller.abort();
      seen.push(queue.load().saturated);
    }
    expect(seen.slice(10)).toEqual([...Array(3).fill(true), ...Array(7).fill(false)]);
  });

  it('is also a queue that takes too long', async () => {
    const { queue, clock } = setUp(1, 1000, 10_000);
    const permit = await queue.acquire(me, never);
    clock.advance(1000);
    permit.release();
    await queue.acquire(me, never);
    for (let index = 0; index < 8; index++) void queue.acquire(me, never).catch(() => undefined);
    expect(queue.load()).toMatchObject({ queued: 8, saturated: true });
  });

  it('of a service without a queue is that every slot is taken', async () => {
    const { queue } = setUp(2, 0);
    const permit = await queue.acquire(me, never);
    expect(queue.load().saturated).toBe(false);
    await queue.acquire(me, never);
    expect(queue.load().saturated).toBe(true);
    permit.release();
    expect(queue.load().saturated).toBe(false);
  });
});

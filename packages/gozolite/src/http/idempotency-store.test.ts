import { describe, expect, it } from 'vitest';
import { Failure } from '../engine/failure.ts';
import { type FreshAnswer, IdempotencyStore, type StoreOptions } from './idempotency-store.ts';

const never = new AbortController().signal;
const fresh = (body: string, keep = true): FreshAnswer => ({ status: 200, body, keep });

const setUp = (options: Partial<StoreOptions> = {}) => {
  let now = 0;
  let runs = 0;
  const store = new IdempotencyStore({ keepMs: 1000, now: () => now, ...options });
  const ask = async (
    key: string,
    { tenant = 'a', digest = 'd', signal = never, answer = fresh(`${key}!`) } = {},
  ) =>
    store.answer({ tenant, key, digest, signal }, async () => {
      runs += 1;
      return answer;
    });
  return {
    store,
    ask,
    runs: () => runs,
    advance: (ms: number): void => {
      now += ms;
    },
  };
};

describe('a request that is sent again', () => {
  it('gets the answer of the first, and runs nothing', async () => {
    const { ask, runs, store } = setUp();
    expect(await ask('k')).toMatchObject({ answer: { body: 'k!' }, replayed: false });
    expect(await ask('k', { answer: fresh('other') })).toMatchObject({
      answer: { body: 'k!' },
      replayed: true,
    });
    expect([runs(), store.replays]).toEqual([1, 1]);
  });

  it('runs again under another key, for another tenant, and when the time is over', async () => {
    const { ask, runs, advance } = setUp();
    await ask('k');
    await ask('l');
    await ask('k', { tenant: 'b' });
    expect(runs()).toBe(3);
    advance(1000);
    await ask('k');
    expect(runs()).toBe(4);
  });

  it('is refused when it is another request', async () => {
    const { ask } = setUp();
    await ask('k');
    await expect(ask('k', { digest: 'e' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('runs again when the first was not worth keeping, or failed', async () => {
    const { ask, runs, store } = setUp();
    await ask('k', { answer: fresh('cancelled', false) });
    await ask('k');
    expect(runs()).toBe(2);
    const failing = () =>
      store.answer({ tenant: 'a', key: 'f', digest: 'd', signal: never }, () =>
        Promise.reject(new Failure('OVERLOADED', 'x')),
      );
    await expect(failing()).rejects.toThrow();
    await ask('f');
    expect(runs()).toBe(3);
  });
});

describe('requests at the same time', () => {
  const slow = () => {
    const { store } = setUp();
    const end = Promise.withResolvers<FreshAnswer>();
    const signals: AbortSignal[] = [];
    const ask = (signal: AbortSignal, digest = 'd') =>
      store.answer({ tenant: 'a', key: 'k', digest, signal }, (inner) => {
        signals.push(inner);
        return end.promise;
      });
    return { ask, end, signals };
  };

  it('run once, and all get the answer', async () => {
    const { ask, end, signals } = slow();
    const asked = [ask(never), ask(never), ask(never)];
    await expect(ask(never, 'e')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    end.resolve(fresh('once'));
    expect((await Promise.all(asked)).map(({ replayed }) => replayed)).toEqual([false, true, true]);
    expect(signals).toHaveLength(1);
  });

  it('go on until the last of them has gone', async () => {
    const { ask, end, signals } = slow();
    const [first, second] = [new AbortController(), new AbortController()];
    const asked = [ask(first.signal), ask(second.signal)];
    first.abort();
    expect(signals[0]?.aborted).toBe(false);
    second.abort();
    expect(signals[0]?.aborted).toBe(true);
    end.resolve(fresh('cancelled', false));
    await Promise.all(asked);
  });
});

it('a request that comes when nobody waits for the first any more is run, whatever becomes of that', async () => {
  const store = new IdempotencyStore({ keepMs: 1000 });
  const leaving = new AbortController();
  const ends = [Promise.withResolvers<FreshAnswer>(), Promise.withResolvers<FreshAnswer>()];
  const claim = { tenant: 'a', key: 'k', digest: 'd' };
  let runs = 0;
  const run = (): Promise<FreshAnswer> =>
    ends[runs++]?.promise ?? Promise.reject(new Error('Once too often.'));
  const first = store.answer({ ...claim, signal: leaving.signal }, run);
  leaving.abort();
  const second = store.answer({ ...claim, signal: never }, run);
  ends[0]?.resolve(fresh('the first'));
  await first;
  const third = store.answer({ ...claim, signal: never }, run);
  ends[1]?.resolve(fresh('the second'));
  expect((await second).answer.body).toBe('the second');
  expect((await third).answer.body).toBe('the second');
  expect((await store.answer({ ...claim, signal: never }, run)).answer.body).toBe('the second');
  expect([runs, store.bytes]).toEqual([2, 'the second'.length]);
});

describe('what is kept', () => {
  it('is bounded, and who stores most is forgotten first', async () => {
    const { ask, runs, store } = setUp({ maxBytes: 1000 });
    await ask('mine', { tenant: 'small' });
    for (let index = 0; index < 100; index++) await ask(`k${index}`, { answer: fresh('x'.repeat(100)) });
    expect(store.bytes).toBeLessThanOrEqual(1000);
    const before = runs();
    await ask('mine', { tenant: 'small' });
    await ask('k99');
    expect(runs()).toBe(before);
    await ask('k0');
    expect(runs()).toBe(before + 1);
  });

  it('is bounded in number', async () => {
    const { ask, runs } = setUp({ maxAnswers: 10 });
    for (let index = 0; index < 50; index++) await ask(`k${index}`);
    const before = runs();
    await ask('k49');
    expect(runs()).toBe(before);
    await ask('k0');
    expect(runs()).toBe(before + 1);
  });
});

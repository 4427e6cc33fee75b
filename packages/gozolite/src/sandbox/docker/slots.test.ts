import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

test('as many as there are, then whoever came first', async () => {
  const slots = new Slots(1);
  const first = await slots.take(never);
  const order: number[] = [];
  const waiting = [1, 2].map(async (number) => {
    const give = await slots.take(never);
    order.push(number);
    give?.();
  });
  expect(order).toEqual([]);
  first?.();
  await Promise.all(waiting);
  expect(order).toEqual([1, 2]);
});

test('who is aborted gets none and takes none', async () => {
  const slots = new Slots(1);
  const give = await slots.take(never);
  const stop = new AbortController();
  const waiting = slots.take(stop.signal);
  stop.abort();
  expect(await waiting).toBeNull();
  give?.();
  give?.();
  expect(await slots.take(never)).not.toBeNull();
  expect(await slots.take(AbortSignal.abort())).toBeNull();
});

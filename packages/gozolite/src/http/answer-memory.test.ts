import { expect, it } from 'vitest';
import { AnswerMemory } from './answer-memory.ts';

const accountOf = (most: number) => {
  let now = 0;
  const memory = new AnswerMemory(most, () => now);
  const dropped: string[] = [];
  return {
    memory,
    dropped,
    pass: (ms: number) => {
      now += ms;
    },
    add: (name: string, bytes: number) => memory.add(bytes, () => dropped.push(name)),
  };
};

it('answers are dropped for another only when they are too much together', () => {
  const { add, dropped, memory } = accountOf(100);
  const sent = add('a', 60);
  add('b', 40);
  sent();
  sent();
  add('c', 60);
  expect([dropped, memory.held]).toEqual([[], 100]);
});

it('those that held most for longest are dropped first, and only as many as it takes', () => {
  const { add, dropped, memory, pass } = accountOf(100);
  add('small and old', 5);
  pass(5);
  add('large and old', 50);
  pass(5);
  add('large and new', 45);
  add('next', 50);
  expect([dropped, memory.held]).toEqual([['large and old'], 100]);
});

it('one that is larger than all may be is sent alone', () => {
  const { add, dropped, memory } = accountOf(100);
  add('a', 60);
  const sent = add('b', 500);
  expect([dropped, memory.held]).toEqual([['a'], 500]);
  sent();
  expect(memory.held).toBe(0);
});

import { describe, expect, it } from 'vitest';
import { BodyMemory, CONNECTION_BYTES } from './body-memory.ts';

const MOST = 1_000_000;
const open = (memory: BodyMemory, tenant: string | null = null, connection: object = {}) =>
  memory.open({ connection, tenant });

describe('the account of bodies', () => {
  it('has a small one for every connection, when all else is taken', () => {
    const memory = new BodyMemory(MOST);
    expect(open(memory).take(MOST)).toBe(true);
    expect(open(memory).take(CONNECTION_BYTES + 1)).toBe(false);
    for (let i = 0; i < 100; i++) expect(open(memory).take(CONNECTION_BYTES)).toBe(true);
    expect(memory.shared).toBe(MOST);
  });

  it('counts all requests of one connection together', () => {
    const memory = new BodyMemory(MOST);
    const connection = {};
    const first = open(memory, null, connection);
    expect(first.take(CONNECTION_BYTES)).toBe(true);
    expect(open(memory, null, connection).take(10)).toBe(true);
    expect(memory.shared).toBe(10);
    first.giveBack();
    expect(open(memory, null, connection).take(CONNECTION_BYTES)).toBe(true);
    expect(memory.shared).toBe(10);
  });

  it('gives one tenant a quarter, and the rest to others', () => {
    const memory = new BodyMemory(MOST);
    const greedy = open(memory, 'greedy');
    expect(greedy.take(MOST / 4)).toBe(true);
    expect(greedy.take(CONNECTION_BYTES + 1)).toBe(false);
    expect(open(memory, 'other').take(MOST / 4)).toBe(true);
    greedy.giveBack();
    expect(open(memory, 'greedy').take(MOST / 4)).toBe(true);
  });

  it('takes back what it gave once', () => {
    const memory = new BodyMemory(MOST);
    const account = open(memory);
    account.take(500_000);
    account.giveBack();
    account.giveBack();
    expect(memory.shared).toBe(0);
  });
});

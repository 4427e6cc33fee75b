import { expect, test } from 'vitest';
import { TreeStore } from './trees.ts';

const tree = [Buffer.from('ab'), Buffer.from('c')];

test('a tree is found until it is dropped, which may be done twice', () => {
  const store = new TreeStore(1);
  const bundle = store.add(tree);
  if (bundle === null) throw new Error('There was no room.');
  expect(store.find(bundle)).toBe(tree);
  expect([store.count, store.bytes]).toEqual([1, 3]);
  store.drop(bundle);
  store.drop(bundle);
  expect(store.find(bundle)).toBeNull();
  expect([store.count, store.bytes]).toEqual([0, 0]);
  expect(store.find({ backend: 'native', key: bundle.key })).toBeNull();
});

test('there are no more of them than a bound', () => {
  const store = new TreeStore(1);
  const kept = Array.from({ length: 65 }, () => store.add(tree));
  expect(kept.filter((one) => one !== null)).toHaveLength(64);
});

test('one of them leaves room for those of the other slots', () => {
  const mib = 1024 * 1024;
  expect([1, 4, 8, 32, 256].map((slots) => new TreeStore(slots).mostBytes / mib)).toEqual([
    256, 256, 128, 32, 32,
  ]);
  const store = new TreeStore(8);
  const largest = [{ byteLength: store.mostBytes }] as Uint8Array[];
  const kept = Array.from({ length: 17 }, () => store.add(largest));
  expect(kept.filter((one) => one !== null)).toHaveLength(16);
});

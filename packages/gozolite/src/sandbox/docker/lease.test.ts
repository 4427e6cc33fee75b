import { expect, test } from 'vitest';
import { isOrphan, LABEL, LEASE_SECONDS, labelsOf, type Owner, thisProcess } from './lease.ts';

const NOW = 1_700_000_000_000;
const owner = (state: 'alive' | 'gone' | 'unknown'): Owner => ({ id: 'a/b/1/2/c', isAlive: () => state });
const labels = (nowMs: number) => labelsOf({ owner: 'a/b/1/2/c', mark: 'm', nowMs, seconds: LEASE_SECONDS });

test('a container of a process that lives is nobody’s orphan, however old its lease', () => {
  expect(isOrphan(labels(0), owner('alive'), NOW)).toBe(false);
});

test('a container of a process that is gone is an orphan at once', () => {
  expect(isOrphan(labels(NOW), owner('gone'), NOW)).toBe(true);
});

test('where the owner cannot be seen, the lease decides', () => {
  expect(isOrphan(labels(NOW), owner('unknown'), NOW + (LEASE_SECONDS - 1) * 1000)).toBe(false);
  expect(isOrphan(labels(NOW), owner('unknown'), NOW + (LEASE_SECONDS + 2) * 1000)).toBe(true);
});

test('a lease that cannot be read has ended, and what is not ours is left alone', () => {
  const unreadable = { ...labels(NOW), [LABEL.leaseEnd]: 'never' };
  expect(isOrphan(unreadable, owner('unknown'), NOW)).toBe(true);
  expect(isOrphan({ some: 'label' }, owner('gone'), NOW)).toBe(false);
});

test('this process knows itself, another process and another machine apart', () => {
  const self = thisProcess();
  expect(self.isAlive(self.id)).toBe('alive');
  const parts = self.id.split('/');
  expect(self.isAlive([parts[0], parts[1], parts[2], '1', parts[4]].join('/'))).toBe('gone');
  expect(self.isAlive(['another-boot', ...parts.slice(1)].join('/'))).toBe('unknown');
  expect(self.isAlive('nonsense')).toBe('unknown');
});

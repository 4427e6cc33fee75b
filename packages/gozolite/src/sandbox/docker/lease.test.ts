import { expect, test } from 'vitest';
import { isOrphan, LABEL, LEASE_SECONDS, labelsOf, type Owner, thisProcess } from './lease.ts';

const NOW = 1_700_000_000_000;
const owner = (state: 'alive' | 'gone' | 'unknown'): Owner => ({ id: 'a/b/1/2/c', isAlive: () => state });

test('a container of a process that lives is nobody’s orphan, however old its lease', () => {
  expect(isOrphan(labelsOf(owner('alive'), 0), owner('alive'), NOW)).toBe(false);
});

test('a container of a process that is gone is an orphan at once', () => {
  expect(isOrphan(labelsOf(owner('gone'), NOW), owner('gone'), NOW)).toBe(true);
});

test('where the owner cannot be seen, the lease decides', () => {
  const labels = labelsOf(owner('unknown'), NOW);
  expect(isOrphan(labels, owner('unknown'), NOW + (LEASE_SECONDS - 1) * 1000)).toBe(false);
  expect(isOrphan(labels, owner('unknown'), NOW + (LEASE_SECONDS + 2) * 1000)).toBe(true);
});

test('a lease that cannot be read has ended, and what is not ours is left alone', () => {
  const labels = { ...labelsOf(owner('unknown'), NOW), [LABEL.leaseEnd]: 'never' };
  expect(isOrphan(labels, owner('unknown'), NOW)).toBe(true);
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

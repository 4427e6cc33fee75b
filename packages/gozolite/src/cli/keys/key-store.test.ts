import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey } from '../../tenants/api-key.ts';
import { expiry } from './expiry.ts';
import { addKey, readKeys, removeKey } from './key-store.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-keys-'));
  path = join(folder, 'below', 'keys');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the file of keys', () => {
  it('is made for its owner alone, and never holds the key', async () => {
    const { key, record } = createKey({ tenant: 'school' });
    await addKey(path, record);
    expect(await readKeys(path)).toEqual([record]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain(key.slice(-20));
    expect(readdirSync(join(folder, 'below'))).toEqual(['keys']);
  });

  it('keeps comments and the other keys when one is taken out', async () => {
    const [first, second] = [createKey({ tenant: 'a' }).record, createKey({ tenant: 'b' }).record];
    await addKey(path, first);
    writeFileSync(path, `# ours\n${readFileSync(path, 'utf8')}`);
    await addKey(path, second);
    expect(await removeKey(path, first.id)).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(`# ours\n${JSON.stringify(second)}\n`);
    expect(await removeKey(path, second.id)).toBe(0);
    expect(await readKeys(path)).toEqual([]);
  });

  it('is not changed when it has a fault or not that key', async () => {
    await addKey(path, createKey({ tenant: 'a' }).record);
    await expect(removeKey(path, 'unknown')).rejects.toThrow('keys list');
    writeFileSync(path, 'not a record\n');
    await expect(addKey(path, createKey({ tenant: 'a' }).record)).rejects.toThrow('Line 1');
    expect(readFileSync(path, 'utf8')).toBe('not a record\n');
  });
});

describe('expiry', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  it('reads days, hours and dates', () => {
    expect(expiry('2d', now).toISOString()).toBe('2030-01-03T00:00:00.000Z');
    expect(expiry('12h', now).toISOString()).toBe('2030-01-01T12:00:00.000Z');
    expect(expiry('2030-02-01', now).toISOString()).toBe('2030-02-01T00:00:00.000Z');
  });
  it('refuses the past and what is no time', () => {
    expect(() => expiry('2029-12-31', now)).toThrow('past');
    expect(() => expiry('0d', now)).toThrow('past');
    expect(() => expiry('soon', now)).toThrow('90d');
  });
});

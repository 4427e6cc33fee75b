import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Log } from '../telemetry/log.ts';
import { createKey, type NewKey } from '../tenants/api-key.ts';
import { giveKeyFile, loadKeys } from './keys.ts';

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-keys-'));
  path = join(folder, 'keys');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (...keys: readonly NewKey[]): void =>
  writeFileSync(path, keys.map(({ record }) => `${JSON.stringify(record)}\n`).join(''));

describe('the keys of a running service', () => {
  const [first, second] = [createKey({ tenant: 'a' }), createKey({ tenant: 'b' })];
  const knows = (keys: ReturnType<typeof loadKeys>, { key }: NewKey): boolean => {
    try {
      return keys.ring.identify(`Bearer ${key}`, '::1').tenant !== '';
    } catch {
      return false;
    }
  };

  it('are exchanged when the file is read again', () => {
    write(first);
    const keys = loadKeys(path, silent);
    write(second);
    keys.reload();
    expect([knows(keys, first), knows(keys, second)]).toEqual([false, true]);
  });

  it('stay as they are when the file is faulty or gone, and it is said', () => {
    write(first);
    const keys = loadKeys(path, silent);
    writeFileSync(path, 'not a record\n');
    keys.reload();
    expect(knows(keys, first)).toBe(true);
    expect(keys.inForce()).toMatchObject({ count: 1, problem: expect.stringContaining('Line 1') });
    rmSync(path);
    keys.reload();
    expect([knows(keys, first), keys.inForce()?.problem]).toEqual([
      true,
      expect.stringContaining('stay in force'),
    ]);
    write(second);
    keys.reload();
    expect(keys.inForce()).toEqual({ count: 1, problem: null });
  });

  it('are none when the last one was taken back', () => {
    write(first);
    const keys = loadKeys(path, silent);
    writeFileSync(path, '# none\n');
    keys.reload();
    expect([knows(keys, first), keys.inForce()?.count]).toEqual([false, 0]);
  });

  it('are read again when the file has changed', async () => {
    write(first);
    const keys = loadKeys(path, silent);
    keys.watch();
    try {
      write(first, second);
      await expect.poll(() => keys.inForce()?.count, { timeout: 10_000 }).toBe(2);
    } finally {
      keys.stop();
    }
  });

  it('are refused at the start when there is none', () => {
    writeFileSync(path, '# none\n');
    expect(() => loadKeys(path, silent)).toThrow('holds no key');
    expect(loadKeys(null, silent).inForce()).toBeNull();
  });
});

describe.runIf(process.getuid?.() === 0)('the file of keys, given to the user of the service', () => {
  const nobody = { name: 'nobody', uid: 65534, gid: 65534 };
  const state = () => {
    const { uid, gid, mode } = statSync(path);
    return [uid, gid, (mode & 0o777).toString(8)];
  };

  it('can be read by its group, and by nobody else', () => {
    write(createKey({ tenant: 'a' }));
    chmodSync(path, 0o600);
    giveKeyFile(path, nobody);
    expect(state()).toEqual([0, 65534, '640']);
    giveKeyFile(path, nobody);
    expect(state()).toEqual([0, 65534, '640']);
  });

  it('is left alone when anybody may read it', () => {
    write(createKey({ tenant: 'a' }));
    chmodSync(path, 0o644);
    giveKeyFile(path, nobody);
    expect(state()).toEqual([0, 0, '644']);
  });
});

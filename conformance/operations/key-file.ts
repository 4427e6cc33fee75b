/**
 * A file of API keys as an operator makes it, with a key for each of the tenants of a test.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiKeyRecord, createKey } from '../../packages/gozolite/src/tenants/api-key.ts';

export type KeyOptions = Parameters<typeof createKey>[0];

export type KeyFile = Disposable & {
  /** A folder of its own, which only its owner may enter until the service gives away what is its. */
  readonly folder: string;
  readonly path: string;
  readonly records: ReadonlyMap<string, ApiKeyRecord>;
  /** The Authorization header of a tenant. */
  readonly as: (tenant: string) => { readonly authorization: string };
  readonly keyOf: (tenant: string) => string;
  readonly write: (records: readonly ApiKeyRecord[]) => void;
};

export function keyFile(tenants: readonly KeyOptions[]): KeyFile {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-operations-'));
  // The service runs as another user, and has to get at its file and its folders.
  const path = join(folder, 'keys');
  const made = new Map(tenants.map((options) => [options.tenant, createKey(options)]));
  const write = (records: readonly ApiKeyRecord[]): void =>
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''), { mode: 0o600 });
  const records = new Map([...made].map(([tenant, { record }]) => [tenant, record]));
  write([...records.values()]);
  const keyOf = (tenant: string): string => {
    const key = made.get(tenant)?.key;
    if (key === undefined) throw new Error(`There is no tenant ${tenant}.`);
    return key;
  };
  return {
    folder,
    path,
    records,
    keyOf,
    as: (tenant) => ({ authorization: `Bearer ${keyOf(tenant)}` }),
    write,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

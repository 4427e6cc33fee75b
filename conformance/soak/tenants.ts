/**
 * Several tenants of one service: a file of their keys, and the header that each sends.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey } from '../../packages/gozolite/src/tenants/api-key.ts';

type Headers = Readonly<Record<string, string>>;

export type Tenants = Disposable & {
  readonly keysFile: string;
  /** Who may see how it goes, and run programs too. */
  readonly operator: Headers;
  readonly callers: readonly [Headers, Headers, Headers];
};

export function makeTenants(): Tenants {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-tenants-'));
  chmodSync(folder, 0o755);
  const keysFile = join(folder, 'keys');
  const records: string[] = [];
  const keyOf = (tenant: string, scopes: readonly ('execute' | 'observe')[]): Headers => {
    const { key, record } = createKey({ tenant, scopes });
    records.push(`${JSON.stringify(record)}\n`);
    return { authorization: `Bearer ${key}` };
  };
  const operator = keyOf('operator', ['execute', 'observe']);
  const callers: Tenants['callers'] = [
    keyOf('ada', ['execute']),
    keyOf('grace', ['execute']),
    keyOf('edsger', ['execute']),
  ];
  writeFileSync(keysFile, records.join(''), { mode: 0o644 });
  return {
    keysFile,
    operator,
    callers,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

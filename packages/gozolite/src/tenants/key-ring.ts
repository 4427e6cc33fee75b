/**
 * Tells who a caller is by the API key that a request carries.
 *
 * What always holds: digests are compared in constant time, and a key with an unknown id costs the same comparison as
 * one with a known id; what is wrong with a key is not told to its bearer, save that it has expired.
 */
import { timingSafeEqual } from 'node:crypto';
import { Failure } from '../engine/failure.ts';
import { type ApiKeyRecord, type Bounds, keyDigest, keyId, type Scope } from './api-key.ts';

/** Who asks, as far as it is known. `budgetKey` is what request rates and CPU quotas are counted by. */
export type Identity = {
  readonly tenant: string;
  /** Of the key that was shown; null where none is needed. */
  readonly keyId: string | null;
  /** The same object for every request with the same key. */
  readonly bounds: Bounds;
  readonly budgetKey: string;
  readonly scopes: ReadonlySet<Scope>;
};

export interface KeyRing {
  /** Throws a `Failure` when the caller may not come in. `header` is the Authorization header. */
  identify(header: string | undefined, address: string): Identity;
  /** Whether a key is required. */
  readonly required: boolean;
}

const NO_BOUNDS: Bounds = {};
const ALL_SCOPES: ReadonlySet<Scope> = new Set<Scope>(['execute', 'observe']);

/** For a service that only its own machine can reach: everyone may do everything. */
export const openKeyRing: KeyRing = {
  required: false,
  identify: (_header, address) => ({
    tenant: 'local',
    keyId: null,
    bounds: NO_BOUNDS,
    budgetKey: `address ${address}`,
    scopes: ALL_SCOPES,
  }),
};

type Entry = {
  readonly digest: Buffer;
  readonly identity: Identity;
  readonly expiresAt: number | null;
};

const entryOf = (record: ApiKeyRecord): Entry => ({
  digest: Buffer.from(record.digest, 'hex'),
  identity: {
    tenant: record.tenant,
    keyId: record.id,
    bounds: record,
    budgetKey: `tenant ${record.tenant}`,
    scopes: new Set<Scope>(record.scopes ?? ['execute']),
  },
  expiresAt: record.expires === undefined ? null : Date.parse(record.expires),
});

const NOBODY = Buffer.alloc(32);

/** A ring whose keys can be exchanged for others while it is in use. */
export type ReplaceableKeyRing = KeyRing & {
  /** From now on these keys and no others; with none of them, nobody may come in. */
  readonly replace: (records: readonly ApiKeyRecord[]) => void;
  readonly count: () => number;
};

export const createKeyRing = (
  records: readonly ApiKeyRecord[],
  now: () => number = Date.now,
): ReplaceableKeyRing => {
  const entriesOf = (list: readonly ApiKeyRecord[]): ReadonlyMap<string, Entry> =>
    new Map(list.map((record) => [record.id, entryOf(record)]));
  let entries = entriesOf(records);
  return {
    required: true,
    replace: (list) => {
      entries = entriesOf(list);
    },
    count: () => entries.size,
    identify: (header) => {
      if (header === undefined) {
        throw new Failure(
          'UNAUTHORIZED',
          'An API key is required: send it as "Authorization: Bearer gzl_...".',
        );
      }
      const key = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
      const entry = entries.get(keyId(key) ?? '');
      const same = timingSafeEqual(keyDigest(key), entry?.digest ?? NOBODY);
      if (entry === undefined || !same) throw new Failure('UNAUTHORIZED', 'This API key is not valid here.');
      if (entry.expiresAt !== null && entry.expiresAt <= now()) {
        throw new Failure('UNAUTHORIZED', 'This API key has expired: ask for a new one.');
      }
      return entry.identity;
    },
  };
};

export const requireScope = (identity: Identity, scope: Scope): void => {
  if (!identity.scopes.has(scope)) {
    throw new Failure(
      'FORBIDDEN',
      `This API key does not have the scope "${scope}", which this address needs.`,
    );
  }
};

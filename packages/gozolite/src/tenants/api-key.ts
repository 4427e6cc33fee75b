/**
 * API keys: `gzl_<id>_<secret>`, where the secret is 256 random bits as base64url. The id finds the record, and only
 * the SHA-256 digest of the whole key is kept: a record cannot be turned back into a key.
 */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { LimitsRequest } from '@gozolite/client';
import { type Static, Type } from 'typebox';

export const ApiKeyRecord = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9]{4,32}$' }),
    digest: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'SHA-256 of the whole key, in hexadecimal.',
    }),
    tenant: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' }),
    scopes: Type.Optional(
      Type.Array(Type.Union([Type.Literal('execute'), Type.Literal('observe')]), {
        description: 'Default: execute.',
      }),
    ),
    expires: Type.Optional(Type.String({ description: 'ISO 8601; never, when absent.' })),
    concurrency: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 256, description: 'Executions of the tenant at one time.' }),
    ),
    rate_limit: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Executions a minute; 0 is no limit.' }),
    ),
    cpu_quota: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'CPU seconds a minute; 0 is no limit.' }),
    ),
    max_limits: Type.Optional(LimitsRequest),
    languages: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z0-9][a-z0-9.+_-]{0,63}$' }), {
        maxItems: 500,
        description: 'Ids of the languages that may be run; all, when absent.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type ApiKeyRecord = Static<typeof ApiKeyRecord>;

/** `execute`: run code and see what can be run. `observe`: see diagnostics and metrics. */
export type Scope = NonNullable<ApiKeyRecord['scopes']>[number];

/** What a key may bound, each for the tenant as a whole; what is absent is as the settings of the service say. */
export const BOUNDS = ['concurrency', 'rate_limit', 'cpu_quota', 'max_limits', 'languages'] as const;
export type Bounds = Pick<ApiKeyRecord, (typeof BOUNDS)[number]>;

const KEY = /^gzl_([a-z0-9]{4,32})_[A-Za-z0-9_-]{43}$/;
const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 12;

/** The id in a well-formed key, else null. */
export const keyId = (key: string): string | null => KEY.exec(key)?.[1] ?? null;

export const keyDigest = (key: string): Buffer => createHash('sha256').update(key).digest();

export type NewKey = { readonly key: string; readonly record: ApiKeyRecord };

/** Makes a key. The key itself is shown once and never stored; the record goes into the file of keys. */
export const createKey = (options: {
  readonly tenant: string;
  readonly scopes?: readonly Scope[];
  readonly expires?: Date;
  readonly bounds?: Bounds;
}): NewKey => {
  const id = Array.from({ length: ID_LENGTH }, () => ID_ALPHABET[randomInt(ID_ALPHABET.length)]).join('');
  const key = `gzl_${id}_${randomBytes(32).toString('base64url')}`;
  return {
    key,
    record: {
      id,
      digest: keyDigest(key).toString('hex'),
      tenant: options.tenant,
      ...(options.scopes === undefined ? {} : { scopes: [...options.scopes] }),
      ...(options.expires === undefined ? {} : { expires: options.expires.toISOString() }),
      ...options.bounds,
    },
  };
};

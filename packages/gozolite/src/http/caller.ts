/**
 * What the engine is told of a caller: who it is, and what of the service its key lets it use.
 */
import type { Caller } from '../engine/engine.ts';
import { Failure } from '../engine/failure.ts';
import { type LimitPolicy, policyWithin } from '../engine/limits.ts';
import type { Bounds } from '../tenants/api-key.ts';
import type { Identity } from '../tenants/key-ring.ts';
import type { HttpParts } from './parts.ts';

/** The caller with everything said. */
export type BoundedCaller = Required<Caller>;

type CallerParts = Pick<HttpParts, 'intake' | 'config'>;

/** Worked out once a key. */
const policies = new WeakMap<Bounds, LimitPolicy>();

const policyOf = (bounds: Bounds, { intake }: CallerParts): LimitPolicy => {
  if (bounds.max_limits === undefined) return intake.limits;
  const known = policies.get(bounds);
  if (known !== undefined) return known;
  const policy = policyWithin(intake.limits, bounds.max_limits);
  policies.set(bounds, policy);
  return policy;
};

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

const setOf = (languages: readonly string[]): ReadonlySet<string> => {
  const set = sets.get(languages) ?? new Set(languages);
  sets.set(languages, set);
  return set;
};

export const callerOf = ({ tenant, keyId, bounds }: Identity, parts: CallerParts): BoundedCaller => {
  const { tenant_concurrency: concurrency } = parts.config.settings;
  return {
    tenant,
    keyId,
    concurrency: bounds.concurrency ?? (concurrency === 0 ? null : concurrency),
    limits: policyOf(bounds, parts),
    languages: bounds.languages === undefined ? null : setOf(bounds.languages),
  };
};

/** Who a request came from; for routes that need a scope, where there always is somebody. */
export const identityOf = ({ identity }: { readonly identity: Identity | null }): Identity => {
  if (identity === null) throw new Failure('UNAUTHORIZED', 'A valid API key is required.');
  return identity;
};

/**
 * What this service can do at the moment, for `/capabilities`.
 */
import type { Capabilities, LanguageInfo } from '@gozolite/client';
import { PRODUCT } from '../config/product.ts';
import type { Identity } from '../tenants/key-ring.ts';
import { callerOf } from './caller.ts';
import type { HttpParts } from './parts.ts';

/** Of those that a caller may run, when one is named. */
export const languageList = (
  { languages }: Pick<HttpParts, 'languages'>,
  allowed: ReadonlySet<string> | null = null,
): LanguageInfo[] =>
  languages
    .list()
    .filter(({ id }) => allowed?.has(id) ?? true)
    .map((info) => ({
      id: info.id,
      name: info.name,
      aliases: [...info.aliases],
      extensions: [...info.extensions],
      set: info.set,
      compiled: info.compiled,
      state: info.state,
      version: info.version,
      versions: info.versions.map(({ version, name, state, reason, canary_ms, checked_at }) => ({
        version,
        name,
        state,
        reason,
        canary_ms,
        checked_at,
      })),
    }));

type CapabilityParts = Pick<HttpParts, 'intake' | 'languages' | 'backend' | 'config'>;

/** 0 in the settings and in a key is no limit. */
const limitOrNull = (value: number): number | null => (value === 0 ? null : value);

/** What the service can do for this caller. */
export const capabilitiesOf = (parts: CapabilityParts, identity: Identity): Capabilities => {
  const { settings } = parts.config;
  const { tenant, bounds } = identity;
  const caller = callerOf(identity, parts);
  const { backend, chosen, differences, layers, metricSources } = parts.backend.status();
  return {
    version: PRODUCT.version,
    backend,
    backend_reason: chosen ?? null,
    differences: (differences ?? []).map(({ name, what }) => ({ name, what })),
    languages: languageList(parts, caller.languages),
    limits: caller.limits,
    caller: {
      tenant,
      concurrency: caller.concurrency,
      rate_limit: limitOrNull(bounds.rate_limit ?? settings.rate_limit),
      cpu_quota: limitOrNull(bounds.cpu_quota ?? settings.cpu_quota),
    },
    layers: layers.map(({ name, mandatory, state, mechanism, remedy }) => ({
      name,
      mandatory,
      state,
      mechanism,
      remedy,
    })),
    degraded: layers.filter(({ state }) => state === 'degraded').map(({ name }) => name),
    metric_sources: { ...metricSources },
  };
};

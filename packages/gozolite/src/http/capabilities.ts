/**
 * What this service can do at the moment, for `/capabilities` and for the command line.
 */
import type { Capabilities, LanguageInfo } from '@gozolite/client';
import { PRODUCT } from '../config/product.ts';
import type { HttpParts } from './parts.ts';

export const languageList = ({ languages }: Pick<HttpParts, 'languages'>): LanguageInfo[] =>
  languages.list().map((info) => ({
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

export type CapabilityParts = Pick<HttpParts, 'intake' | 'languages' | 'backend'>;

export const capabilitiesOf = (parts: CapabilityParts): Capabilities => {
  const { backend, chosen, differences, layers, metricSources } = parts.backend.status();
  return {
    version: PRODUCT.version,
    backend,
    backend_reason: chosen ?? null,
    differences: (differences ?? []).map(({ name, what }) => ({ name, what })),
    languages: languageList(parts),
    limits: parts.intake.limits,
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

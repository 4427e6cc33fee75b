/**
 * What is read from the parts of the service at the moment of a scrape.
 */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { AuditStatus } from '../audit/audit-log.ts';
import type { EngineLoad } from '../engine/engine.ts';
import type { LanguageInfo, ToolchainState } from '../languages/languages.ts';
import type { BackendStatus } from '../sandbox/backend.ts';
import { SANDBOX_COUNTERS } from './sandbox-counters.ts';
import type { TenantLabels } from './tenant-labels.ts';

export type MetricSources = {
  readonly load: () => EngineLoad;
  readonly languages: () => readonly LanguageInfo[];
  readonly isLanguage: (id: string) => boolean;
  readonly backendStatus: () => BackendStatus;
  readonly backendStats: () => Promise<Readonly<Record<string, number>>>;
  /** Null while there is no audit log. */
  readonly audit: () => AuditStatus | null;
};

/** What is known only when the HTTP side has been built. */
export type LateSources = {
  readonly replays: () => number;
  readonly ready: () => boolean;
  /** Null where no key is needed. */
  readonly keys: () => { readonly count: number; readonly problem: string | null } | null;
};

type Reading = readonly [labels: Readonly<Record<string, string>>, value: number];

type Metric = {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly read: () => readonly Reading[] | Promise<readonly Reading[]>;
};

const addGauge = (registry: Registry, { name, help, labelNames = [], read }: Metric): void => {
  new Gauge({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const readings = await read();
      this.reset();
      // What has no label is 0 after a reset; what is not known must be absent.
      if (readings.length === 0) this.remove({});
      for (const [labels, value] of readings) this.set(labels, value);
    },
  });
};

/** A total that is kept elsewhere. */
const addCounter = (registry: Registry, { name, help, labelNames = [], read }: Metric): void => {
  new Counter({
    name,
    help,
    labelNames,
    registers: [registry],
    async collect() {
      const readings = await read();
      this.reset();
      if (readings.length === 0) this.remove({});
      for (const [labels, value] of readings) this.inc(labels, value);
    },
  });
};

const one = (value: number): readonly Reading[] => [[{}, value]];

const addLoad = (registry: Registry, load: () => EngineLoad, tenants: TenantLabels): void => {
  const gauge = (name: string, help: string, read: (now: EngineLoad) => number): void =>
    addGauge(registry, { name, help, read: () => one(read(load())) });
  gauge('gozolite_slots', 'Executions that may run at the same time.', (now) => now.slots);
  gauge('gozolite_running', 'Executions that hold a slot.', (now) => now.running);
  gauge('gozolite_queue_depth', 'Executions that wait for a slot.', (now) => now.queued);
  gauge('gozolite_queue_limit', 'Executions that may wait for a slot.', (now) => now.queueLimit);
  gauge('gozolite_draining', '1 while the service is shutting down.', (now) => Number(now.draining));
  gauge('gozolite_saturated', '1 while refusals for want of slots are near.', (now) => Number(now.saturated));
  const byTenant = (
    name: string,
    help: string,
    read: (tenant: EngineLoad['tenants'][number]) => number,
  ): void =>
    addGauge(registry, {
      name,
      help,
      labelNames: ['tenant'],
      read: () => {
        const sums = new Map<string, number>();
        for (const tenant of load().tenants) {
          const label = tenants.of(tenant.tenant);
          sums.set(label, (sums.get(label) ?? 0) + read(tenant));
        }
        return [...sums].map(([tenant, sum]): Reading => [{ tenant }, sum]);
      },
    });
  byTenant('gozolite_tenant_running', 'Executions that hold a slot, by tenant.', ({ running }) => running);
  byTenant('gozolite_tenant_queued', 'Executions that wait for a slot, by tenant.', ({ queued }) => queued);
  addCounter(registry, {
    name: 'gozolite_admission_refusals_total',
    help: 'Executions that were given no slot, by reason.',
    labelNames: ['reason'],
    read: () => Object.entries(load().refused).map(([reason, count]): Reading => [{ reason }, count]),
  });
};

const STATES: readonly ToolchainState[] = ['checking', 'missing', 'broken', 'ready'];

const addLanguages = (registry: Registry, languages: () => readonly LanguageInfo[]): void =>
  addGauge(registry, {
    name: 'gozolite_toolchain_state',
    help: '1 for the state that the default toolchain of a language is in, 0 for the others.',
    labelNames: ['language', 'state'],
    read: () =>
      languages().flatMap(({ id, state }) =>
        STATES.map((name): Reading => [{ language: id, state: name }, Number(name === state)]),
      ),
  });

/** The backend is asked once for all that a scrape reads at the same time. */
const sandboxReader = ({ backendStats, backendStatus }: MetricSources) => {
  let asked: Promise<Readonly<Record<string, number>>> | null = null;
  return (): Promise<Readonly<Record<string, number>>> => {
    asked ??= backendStats()
      .catch(() => ({}))
      .then((stats) => {
        asked = null;
        const facts = Object.entries(backendStatus().facts).flatMap(([name, value]) =>
          typeof value === 'number' ? [[name, value] as const] : [],
        );
        return { ...Object.fromEntries(facts), ...stats };
      });
    return asked;
  };
};

const addSandbox = (registry: Registry, sources: MetricSources): void => {
  addGauge(registry, {
    name: 'gozolite_backend_ready',
    help: '1 when every mandatory isolation layer is in force.',
    read: () => one(Number(sources.backendStatus().ready)),
  });
  const read = sandboxReader(sources);
  for (const [name, { metric, help, kind }] of Object.entries(SANDBOX_COUNTERS)) {
    const add = kind === 'gauge' ? addGauge : addCounter;
    add(registry, {
      name: metric,
      help,
      read: async () => {
        const value = (await read())[name];
        return value === undefined ? [] : one(value);
      },
    });
  }
};

const addAudit = (registry: Registry, audit: MetricSources['audit']): void => {
  const ofAudit = (read: (status: AuditStatus) => number) => (): readonly Reading[] => {
    const status = audit();
    return status === null ? [] : one(read(status));
  };
  addGauge(registry, {
    name: 'gozolite_audit_writable',
    help: '1 while the audit log can be written; absent without an audit log.',
    read: ofAudit(({ problem }) => Number(problem === null)),
  });
  addCounter(registry, {
    name: 'gozolite_audit_events_total',
    help: 'Events written to the audit log.',
    read: ofAudit(({ events }) => events),
  });
  addCounter(registry, {
    name: 'gozolite_audit_failures_total',
    help: 'Events that could not be written, and whose executions were not answered.',
    read: ofAudit(({ refused }) => refused),
  });
};

const addLate = (registry: Registry, late: () => Partial<LateSources>): void => {
  addCounter(registry, {
    name: 'gozolite_idempotent_replays_total',
    help: 'Requests that were answered with the answer of an earlier one.',
    read: () => one(late().replays?.() ?? 0),
  });
  addGauge(registry, {
    name: 'gozolite_ready',
    help: '1 when an execution sent now would be admitted.',
    read: () => one(Number(late().ready?.() ?? false)),
  });
  addGauge(registry, {
    name: 'gozolite_api_keys',
    help: 'API keys in force; absent where none is needed.',
    read: () => {
      const keys = late().keys?.() ?? null;
      return keys === null ? [] : one(keys.count);
    },
  });
  addGauge(registry, {
    name: 'gozolite_api_keys_stale',
    help: '1 while the file of API keys has a fault and older keys are in force; absent where none is needed.',
    read: () => {
      const keys = late().keys?.() ?? null;
      return keys === null ? [] : one(Number(keys.problem !== null));
    },
  });
};

export const addGauges = (
  registry: Registry,
  sources: MetricSources,
  { tenants, late }: { readonly tenants: TenantLabels; readonly late: () => Partial<LateSources> },
): void => {
  addLoad(registry, sources.load, tenants);
  addLanguages(registry, sources.languages);
  addSandbox(registry, sources);
  addAudit(registry, sources.audit);
  addLate(registry, late);
};

/**
 * The gauges that are read from the parts of the service at the moment of a scrape.
 */
import { Gauge, type Registry } from 'prom-client';
import type { EngineLoad } from '../engine/engine.ts';
import type { LanguageInfo, ToolchainState } from '../languages/languages.ts';
import type { BackendStatus } from '../sandbox/backend.ts';

export type MetricSources = {
  readonly load: () => EngineLoad;
  readonly languages: () => readonly LanguageInfo[];
  readonly isLanguage: (id: string) => boolean;
  readonly backendStatus: () => BackendStatus;
  readonly backendStats: () => Promise<Readonly<Record<string, number>>>;
};

const STATES: readonly ToolchainState[] = ['checking', 'missing', 'broken', 'ready'];

const snake = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

const addLoadGauges = (registry: Registry, load: () => EngineLoad): void => {
  const gauge = (name: string, help: string, read: (now: EngineLoad) => number): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(load()));
      },
    });
  };
  gauge('gozolite_slots', 'Executions that may run at the same time.', (now) => now.slots);
  gauge('gozolite_running', 'Executions that hold a slot.', (now) => now.running);
  gauge('gozolite_queue_depth', 'Executions that wait for a slot.', (now) => now.queued);
  gauge('gozolite_queue_limit', 'Executions that may wait for a slot.', (now) => now.queueLimit);
  gauge('gozolite_draining', '1 while the service is shutting down.', (now) => Number(now.draining));
};

const addLanguageGauge = (registry: Registry, languages: () => readonly LanguageInfo[]): void => {
  new Gauge({
    name: 'gozolite_toolchain_state',
    help: '1 for the state that the default toolchain of a language is in, 0 for the others.',
    labelNames: ['language', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { id, state } of languages()) {
        for (const one of STATES) this.set({ language: id, state: one }, Number(one === state));
      }
    },
  });
};

const addSandboxGauges = (registry: Registry, sources: MetricSources): void => {
  new Gauge({
    name: 'gozolite_backend_ready',
    help: '1 when every mandatory isolation layer is in force.',
    registers: [registry],
    collect() {
      this.set(Number(sources.backendStatus().ready));
    },
  });
  new Gauge({
    name: 'gozolite_sandbox',
    help: 'Counters of the sandbox backend, by name: live and prepared sandboxes, setup and teardown failures.',
    labelNames: ['counter'],
    registers: [registry],
    async collect() {
      this.reset();
      const stats = await sources.backendStats().catch(() => ({}));
      for (const [name, value] of Object.entries(stats)) this.set({ counter: snake(name) }, value);
      for (const [name, value] of Object.entries(sources.backendStatus().facts)) {
        if (typeof value === 'number') this.set({ counter: snake(name) }, value);
      }
    },
  });
};

export const addGauges = (registry: Registry, sources: MetricSources): void => {
  addLoadGauges(registry, sources.load);
  addLanguageGauge(registry, sources.languages);
  addSandboxGauges(registry, sources);
};

/**
 * What Prometheus sees. Counters are fed with execution records and refusals; gauges are read when they are scraped.
 *
 * What always holds: the number of series is bounded. A language label is an id of the registry or `none`, a verdict or
 * cause is a code of the catalogue or `ok`, a tenant is one that an operator named, and only so many of them; nothing that a
 * caller chose becomes a label.
 */
import { ERROR_CODES, ERRORS, type ErrorCode } from '@gozolite/client';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { PRODUCT } from '../config/product.ts';
import type { ExecutionRecord } from '../engine/engine.ts';
import { addGauges, type LateSources, type MetricSources } from './gauges.ts';
import { TenantLabels } from './tenant-labels.ts';

export type Metrics = {
  observe(record: ExecutionRecord): void;
  /** A request that never ran, by its code. */
  refused(code: ErrorCode): void;
  /** Names what is read at every scrape from parts that are built later. */
  provide(sources: Partial<LateSources>): void;
  /** The text for Prometheus and its content type. */
  scrape(): Promise<{ readonly text: string; readonly contentType: string }>;
  close(): void;
};

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const BYTES = [1, 4, 16, 64, 256, 1024, 4096].map((mebibytes) => mebibytes * 1024 * 1024);

export const createMetrics = (sources: MetricSources): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const histogram = (name: string, help: string, buckets = SECONDS): Histogram =>
    new Histogram({ name, help, buckets, registers });
  const executions = new Counter({
    name: 'gozolite_executions_total',
    help: 'Executions that were admitted and have ended, by language, verdict and tenant.',
    labelNames: ['language', 'verdict', 'tenant'],
    registers,
  });
  const refusals = new Counter({
    name: 'gozolite_refusals_total',
    help: 'Requests that were answered without a result, by cause.',
    labelNames: ['cause'],
    registers,
  });
  for (const cause of ERROR_CODES) if (ERRORS[cause].status !== 200) refusals.inc({ cause }, 0);
  const queue = histogram('gozolite_queue_seconds', 'Time that executions waited for a slot.');
  const prepare = histogram('gozolite_prepare_seconds', 'Time to make the sandboxes of an execution.');
  const compile = histogram('gozolite_compile_seconds', 'Wall-clock time of compilers.');
  const run = histogram('gozolite_run_seconds', 'Wall-clock time of programs.');
  const total = histogram('gozolite_execution_seconds', 'Time of executions from admission to result.');
  const cpu = histogram('gozolite_cpu_seconds', 'CPU time of programs, compilers not included.');
  const memory = histogram('gozolite_memory_bytes', 'Peak memory of programs.', BYTES);

  const tenants = new TenantLabels();
  let late: Partial<LateSources> = {};
  addGauges(registry, sources, { tenants, late: () => late });
  new Gauge({
    name: 'gozolite_build_info',
    help: '1, labelled with what runs.',
    labelNames: ['version', 'node'],
    registers,
  }).set({ version: PRODUCT.version, node: process.version }, 1);

  return {
    observe: ({ language, tenant, result }) => {
      const known = language !== null && sources.isLanguage(language) ? language : 'none';
      executions.inc({ language: known, verdict: result.error ?? 'ok', tenant: tenants.of(tenant) });
      const { queue_ms, prepare_ms, compile_ms, run_ms } = result.timings;
      queue.observe(queue_ms / 1000);
      total.observe((queue_ms + prepare_ms + compile_ms + run_ms) / 1000);
      if (prepare_ms > 0) prepare.observe(prepare_ms / 1000);
      if (result.compile !== null) compile.observe(compile_ms / 1000);
      if (result.time_ms !== null) run.observe(result.time_ms / 1000);
      if (result.cpu_time_ms !== null) cpu.observe(result.cpu_time_ms / 1000);
      if (result.memory_kb !== null) memory.observe(result.memory_kb * 1024);
    },
    refused: (cause) => refusals.inc({ cause }),
    provide: (more) => {
      late = { ...late, ...more };
    },
    scrape: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
    close: () => registry.clear(),
  };
};

/**
 * For tests of the HTTP side: a complete server over an engine that runs nothing, but takes requests through the real
 * intake, holds slots, can be aborted and drained, and answers what it is told to.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { type Environment, loadConfig } from '../config/load-config.ts';
import type { Caller, Engine, EngineLoad } from '../engine/engine.ts';
import { Failure } from '../engine/failure.ts';
import { limitPolicy } from '../engine/limits.ts';
import type { RunContext } from '../engine/run-context.ts';
import type { LanguageInfo, Languages } from '../languages/languages.ts';
import type { BackendStatus } from '../sandbox/backend.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { RecentExecutions } from '../telemetry/recent-executions.ts';
import { createRecorder } from '../telemetry/recorder.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { ApiKeyRecord } from '../tenants/api-key.ts';
import { createCallerBudget } from '../tenants/caller-budget.ts';
import { createKeyRing, openKeyRing } from '../tenants/key-ring.ts';
import type { App, HttpParts } from './parts.ts';
import { createServer } from './server.ts';

type Run = { readonly request: ExecutionRequest; readonly caller: Caller; readonly context: RunContext };
type Behaviour = (run: Run) => Promise<ExecutionResult>;

export const resultOf = (id: string, overrides: Partial<ExecutionResult> = {}): ExecutionResult => ({
  id,
  status: 'ok',
  error: null,
  message: null,
  language: 'python',
  version: '3.13.5',
  stdout: '42\n',
  stderr: '',
  exit_code: 0,
  signal: null,
  time_ms: 12.5,
  cpu_time_ms: 10,
  memory_kb: 9000,
  truncated: { stdout_bytes: 0, stderr_bytes: 0 },
  encoding: 'utf8',
  compile: null,
  evidence: null,
  limits: null,
  isolation: { backend: 'native', layers: ['mount'], degraded: [] },
  timings: { queue_ms: 0, prepare_ms: 1, compile_ms: 0, run_ms: 12.5 },
  artifacts: [],
  ...overrides,
});

export const loadOf = (overrides: Partial<EngineLoad> = {}): EngineLoad => ({
  slots: 1,
  running: 0,
  queued: 0,
  queueLimit: 0,
  draining: false,
  saturated: false,
  tenants: [],
  refused: { queue_full: 0, too_late: 0, wait_timeout: 0, displaced: 0, draining: 0 },
  ...overrides,
});

const python: LanguageInfo = {
  id: 'python',
  name: 'Python',
  aliases: ['py'],
  extensions: ['.py'],
  set: 'starter',
  compiled: false,
  state: 'ready',
  version: '3.13.5',
  versions: [
    {
      version: '3.13.5',
      name: null,
      state: 'ready',
      reason: null,
      canary_ms: 20,
      checked_at: '2026-01-01T00:00:00Z',
    },
  ],
};

const readyBackend: BackendStatus = {
  backend: 'native',
  ready: true,
  problem: null,
  remedy: null,
  layers: [{ name: 'mount', mandatory: true, state: 'enforced', mechanism: 'mount namespace', remedy: null }],
  metricSources: { time_ms: 'timerfd' },
  facts: { restarts: 3, supervisorVersion: '1' },
};

const languages: Languages = {
  resolve: () => ({ kind: 'unknown', reason: 'Nothing is resolved here.' }),
  list: () => [python],
  hasChanged: () => false,
  recheck: (toolchain) => Promise.resolve({ kind: 'ready', toolchain }),
  validate: () => Promise.resolve(),
};

export type TestOptions = {
  readonly environment?: Environment;
  readonly records?: readonly ApiKeyRecord[];
  readonly behaviour?: Behaviour;
  readonly backendStatus?: Partial<BackendStatus>;
  readonly tracing?: Tracing;
};

export type TestService = {
  readonly app: App;
  readonly parts: HttpParts;
  readonly lines: readonly string[];
  /** Runs in progress. */
  readonly running: () => number;
  readonly shutDown: () => void;
  [Symbol.asyncDispose](): Promise<void>;
};

export const testService = async (options: TestOptions = {}): Promise<TestService> => {
  const loaded = loadConfig(options.environment ?? {});
  if (loaded.kind === 'invalid') throw new Error(loaded.problems.join('\n'));
  const { config } = loaded;
  const { settings } = config;
  const behaviour: Behaviour = options.behaviour ?? (async ({ context }) => resultOf(context.id));
  let running = 0;
  let draining = false;
  const engine: Engine = {
    execute: async (request, caller, context) => {
      if (draining)
        throw new Failure('SHUTTING_DOWN', 'The service is shutting down.', { retryAfterSeconds: 5 });
      running++;
      try {
        return await behaviour({ request, caller, context });
      } finally {
        running--;
      }
    },
    drain: async () => {
      draining = true;
    },
    load: () => loadOf({ slots: settings.slots, running, queueLimit: settings.queue, draining }),
  };
  const lines: string[] = [];
  const log = createLog({
    level: settings.log_level,
    destination: { write: (line) => void lines.push(line) },
  });
  const backend = {
    status: () => ({ ...readyBackend, ...options.backendStatus }),
    stats: () => Promise.resolve({ live: 1, setup_failures: 0 }),
  };
  const metrics = createMetrics({
    load: engine.load,
    languages: languages.list,
    isLanguage: (id) => id === 'python',
    backendStatus: backend.status,
    backendStats: backend.stats,
    audit: () => null,
  });
  const recent = new RecentExecutions();
  const recorder = createRecorder({ log, metrics, recent, audit: () => null });
  const parts: HttpParts = {
    config,
    engine,
    intake: {
      limits: limitPolicy(settings.default_limits, settings.max_limits),
      maxInputBytes: settings.body_bytes,
    },
    languages,
    backend,
    validated: () => true,
    keys: options.records === undefined ? openKeyRing : createKeyRing(options.records),
    budget: createCallerBudget({ rateLimit: settings.rate_limit, cpuQuota: settings.cpu_quota }),
    metrics,
    recorder,
    recent,
    tracing: options.tracing ?? null,
    audit: () => null,
    keysInForce: () =>
      options.records === undefined ? null : { count: options.records.length, problem: null },
    disk: () => ({ ok: true, message: 'Free: enough.' }),
    log,
  };
  const app = await createServer(parts);
  return {
    app,
    parts,
    lines,
    running: () => running,
    shutDown: () => {
      draining = true;
    },
    [Symbol.asyncDispose]: async () => {
      await app.close();
      metrics.close();
    },
  };
};

export const SMALLEST = { language: 'python', code: 'print(21*2)' };

export const execute = (
  { app }: TestService,
  payload: object = SMALLEST,
  headers: Readonly<Record<string, string>> = {},
) => app.inject({ method: 'POST', url: '/execute', payload, headers });

/**
 * What the HTTP side is built from, and what it adds to Fastify's own types.
 */
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/load-config.ts';
import type { Engine } from '../engine/engine.ts';
import type { IntakeRules } from '../engine/intake.ts';
import type { Languages } from '../languages/languages.ts';
import type { SandboxBackend } from '../sandbox/backend.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import type { Scope } from '../tenants/api-key.ts';
import type { CallerBudget } from '../tenants/caller-budget.ts';
import type { Identity, KeyRing } from '../tenants/key-ring.ts';

export type HttpParts = {
  readonly config: Config;
  readonly engine: Engine;
  readonly intake: IntakeRules;
  readonly languages: Languages;
  readonly backend: Pick<SandboxBackend, 'status' | 'stats'>;
  /** Whether every toolchain has been looked at once. */
  readonly validated: () => boolean;
  readonly keys: KeyRing;
  readonly budget: CallerBudget;
  readonly metrics: Metrics;
  readonly recorder: Pick<Recorder, 'correlate'>;
  readonly log: Log;
};

export type App = FastifyInstance;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must be good for to come in here; `null` lets everyone in. Routes without it need `execute`. */
    readonly scope?: Scope | null;
  }
  interface FastifyRequest {
    /** 128 random bits in hexadecimal: the id of the execution, or of the answer that says why there is none. */
    executionId: string;
    identity: Identity | null;
  }
}

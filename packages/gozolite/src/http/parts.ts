/**
 * What the HTTP side is built from, and what it adds to Fastify's own types.
 */
import type { FastifyInstance } from 'fastify';
import type { AuditStatus } from '../audit/audit-log.ts';
import type { Config } from '../config/load-config.ts';
import type { Engine } from '../engine/engine.ts';
import type { IntakeRules } from '../engine/intake.ts';
import type { Languages } from '../languages/languages.ts';
import type { SandboxBackend } from '../sandbox/backend.ts';
import type { DiskStatus } from '../telemetry/disk-space.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { RecentExecutions } from '../telemetry/recent-executions.ts';
import type { Recorder } from '../telemetry/recorder.ts';
import type { Tracing } from '../telemetry/tracing.ts';
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
  readonly recent: RecentExecutions;
  /** Null where no traces are made. */
  readonly tracing: Tracing | null;
  /** Null without an audit log. */
  readonly audit: () => AuditStatus | null;
  /** Null where no key is needed. */
  readonly keysInForce: () => KeysInForce | null;
  readonly disk: () => DiskStatus;
  readonly log: Log;
};

/** How many keys are in force, and what is wrong with the file of them since they were read; null when nothing is. */
export type KeysInForce = { readonly count: number; readonly problem: string | null };

export type App = FastifyInstance;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a key must be good for to come in here; `null` lets everyone in. Routes without it need `execute`. */
    readonly scope?: Scope | null;
  }
  interface FastifyRequest {
    /** 128 random bits in hexadecimal: the id of the execution, or of the answer that says why there is none. */
    executionId: string;
    /** Of its trace; null where there is none. */
    traceId: string | null;
    identity: Identity | null;
  }
}

/**
 * What the adapters (HTTP, command line) talk to.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { Refusals, TenantLoad } from '../admission/admission.ts';
import type { LimitPolicy } from './limits.ts';
import type { RunContext } from './run-context.ts';

/** Who asks, and what of the service is theirs to use. What is left out is as for everybody. */
export type Caller = {
  readonly tenant: string;
  /** Of the API key that was shown; null where none is needed. */
  readonly keyId?: string | null;
  /** Most executions of the tenant at one time. */
  readonly concurrency?: number | null;
  readonly limits?: LimitPolicy;
  /** Ids of the languages that may be run; null for all. */
  readonly languages?: ReadonlySet<string> | null;
};

/** What is known of an execution when it has ended, for log line, metrics and audit. Holds no code and no input. */
export type ExecutionRecord = {
  readonly id: string;
  readonly tenant: string;
  readonly keyId: string | null;
  readonly language: string | null;
  readonly version: string | null;
  readonly codeSha256: string;
  readonly result: ExecutionResult;
};

export interface Engine {
  /**
   * Runs one request that `parseRequest` has accepted. Resolves with a result whenever the request was admitted,
   * whatever became of it; rejects with a `Failure` when it never ran.
   */
  execute(request: ExecutionRequest, caller: Caller, context: RunContext): Promise<ExecutionResult>;
  /** Stops admitting; resolves when all that runs has ended or `graceMs` is over and the rest was cancelled. */
  drain(graceMs: number): Promise<void>;
  load(): EngineLoad;
}

export type EngineLoad = {
  readonly slots: number;
  readonly running: number;
  readonly queued: number;
  readonly queueLimit: number;
  readonly draining: boolean;
  /** Refusals are near. */
  readonly saturated: boolean;
  /** Those that run or wait at the moment. */
  readonly tenants: readonly TenantLoad[];
  /** Refused by admission since the start, by cause. */
  readonly refused: Refusals;
};

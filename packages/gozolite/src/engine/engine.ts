/**
 * What the adapters (HTTP, command line) talk to.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { RunContext } from './run-context.ts';

/** Who asks: what admission and the record know of the caller. */
export type Caller = { readonly tenant: string };

/** What is known of an execution when it has ended, for log line, metrics and audit. Holds no code and no input. */
export type ExecutionRecord = {
  readonly id: string;
  readonly tenant: string;
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
};

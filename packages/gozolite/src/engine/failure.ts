/**
 * The one error class for everything that keeps a request from running: a code of the catalogue and a sentence. What a
 * program does is never one of these. Thrown anywhere below, turned into an answer in one place in each adapter.
 */
import type { ErrorCode, Evidence } from '@gozolite/client';

export type FailureDetails = {
  /** Whole seconds, for Retry-After. */
  readonly retryAfterSeconds?: number;
  readonly evidence?: Evidence;
  readonly cause?: unknown;
};

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;
  readonly evidence: Evidence | null;

  constructor(code: ErrorCode, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.evidence = details.evidence ?? null;
  }
}

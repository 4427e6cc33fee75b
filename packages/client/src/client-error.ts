/**
 * The one error the client throws: there is no answer of the kind that was asked for. Whatever became of a program is
 * a result and never one of these.
 */
import type { ExecutionResult } from './result.ts';

/**
 * `network`: no HTTP answer came. `protocol`: what answered is not a GozoLite server, or a proxy answered for it.
 * `refused`: the server answered a question about itself with a failure (`failure` holds it). `cancelled`: the caller's
 * own signal.
 */
export type GozoliteErrorKind = 'network' | 'protocol' | 'refused' | 'cancelled';

export type GozoliteErrorDetails = {
  readonly kind: GozoliteErrorKind;
  /** HTTP status, when there was an answer. */
  readonly status?: number;
  readonly failure?: ExecutionResult;
  readonly cause?: unknown;
};

export class GozoliteError extends Error {
  override readonly name = 'GozoliteError';
  readonly kind: GozoliteErrorKind;
  readonly status: number | null;
  readonly failure: ExecutionResult | null;

  constructor(message: string, details: GozoliteErrorDetails) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.kind = details.kind;
    this.status = details.status ?? null;
    this.failure = details.failure ?? null;
  }
}

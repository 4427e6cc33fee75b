/**
 * Turns a failure into status, headers and body. The body has the shape of an execution result.
 */
import { ERRORS, type ExecutionResult } from '@gozolite/client';
import type { Failure } from '../engine/failure.ts';
import { failureResult } from '../engine/result.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ExecutionResult;
};

/** For failures that do not know better. */
const RETRY_AFTER_SECONDS = 2;

export const answerOf = (failure: Failure, executionId: string): Answer => {
  const entry = ERRORS[failure.code];
  const headers: Record<string, string> = {};
  if ('retryAfter' in entry)
    headers['retry-after'] = String(failure.retryAfterSeconds ?? RETRY_AFTER_SECONDS);
  if (failure.code === 'UNAUTHORIZED') headers['www-authenticate'] = 'Bearer';
  return { status: entry.status, headers, body: failureResult(executionId, failure) };
};

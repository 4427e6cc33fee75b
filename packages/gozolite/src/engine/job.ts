/**
 * One request on its way through the engine, and the ways in which it can end without a verdict of its stages.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { Resolution, Toolchain } from '../languages/languages.ts';
import type { CancelScope } from './cancel-scope.ts';
import type { Caller } from './engine.ts';
import { Failure } from './failure.ts';
import { type Decision, failureResult, type ResultFacts, resultOf, type Stages } from './result.ts';
import type { RunContext } from './run-context.ts';

const RETRY_CHECKING_SECONDS = 2;

/** One request on its way. */
export type Job = {
  readonly request: ExecutionRequest;
  readonly caller: Caller;
  readonly context: RunContext;
  readonly scope: CancelScope;
};

/** What there is to record; `failure` is what is answered instead of the result. */
export type Ended = { readonly result: ExecutionResult; readonly failure: Failure | null };

export const refuseUnlessAllowed = ({ languages = null }: Caller, language: string): void => {
  if (languages === null || languages.has(language)) return;
  const allowed = [...languages].join(', ');
  throw new Failure('FORBIDDEN', `This API key may not run ${language}, but ${allowed || 'nothing'}.`);
};

export const cpuMsOf = ({ cpu_time_ms, compile }: ExecutionResult): number =>
  (cpu_time_ms ?? 0) + (compile?.cpu_time_ms ?? 0);

export const cancelled = (job: Job, toolchain: Toolchain): Ended => {
  if (job.scope.cause === 'shutdown') return shutDown(job, toolchain);
  const message = 'The request was cancelled before it ran.';
  const decision: Decision = { status: 'failed', error: 'CANCELLED', message, evidence: null };
  return { result: resultOf(factsOf(job, toolchain), decision, NOTHING_RAN), failure: null };
};

export const shutDown = (job: Job, toolchain: Toolchain): Ended => {
  const message = 'The service is shutting down, and the run had not ended when its time of grace was over.';
  return failed(job, toolchain, new Failure('SHUTTING_DOWN', message));
};

export const platformFailure = (job: Job, toolchain: Toolchain, cause: unknown): Ended => {
  job.context.log.warn({ err: cause, language: toolchain.language }, 'the sandbox failed');
  const message = `The sandbox failed while this ran, which is no fault of the code. The service's log has the reason under the id ${job.context.id}.`;
  return failed(job, toolchain, new Failure('INTERNAL_ERROR', message, { cause }));
};

const failed = (job: Job, { language, version }: Toolchain, failure: Failure): Ended => ({
  result: failureResult(job.context.id, failure, { id: language, version }),
  failure,
});

const NOTHING_RAN: Stages = { compile: null, run: null };

export const factsOf = (
  { request, context }: Job,
  { language, version }: Pick<ResultFacts, 'language' | 'version'>,
): ResultFacts => ({
  id: context.id,
  language,
  version,
  encoding: request.encoding ?? 'utf8',
  limits: null,
  isolation: null,
  queueMs: 0,
});

type Absent = Pick<ResultFacts, 'language' | 'version'> & { readonly reason: string };

const withoutToolchain = (
  error: 'TOOLCHAIN_MISSING' | 'TOOLCHAIN_BROKEN',
  job: Job,
  absent: Absent,
): Ended => {
  const mechanism = error === 'TOOLCHAIN_MISSING' ? 'version command' : 'canary';
  const evidence = { limit: 'toolchain', allowed: null, measured: null, mechanism };
  const decision: Decision = { status: 'failed', error, message: absent.reason, evidence };
  return { result: resultOf(factsOf(job, absent), decision, NOTHING_RAN), failure: null };
};

/** What is answered where there is no toolchain to run with. */
export const endedWithout = (
  job: Job,
  resolution: Exclude<Resolution, { readonly kind: 'ready' }>,
): Ended => {
  switch (resolution.kind) {
    case 'unknown':
      throw new Failure('UNSUPPORTED_LANGUAGE', resolution.reason);
    case 'checking':
      throw new Failure('NOT_READY', resolution.reason, { retryAfterSeconds: RETRY_CHECKING_SECONDS });
    case 'missing':
      return withoutToolchain('TOOLCHAIN_MISSING', job, resolution);
    case 'broken':
      return withoutToolchain('TOOLCHAIN_BROKEN', job, resolution);
  }
};

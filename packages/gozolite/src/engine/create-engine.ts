/**
 * The engine: walks one request from its language to its result.
 *
 * What always holds: a request holds a slot while its stages run and at no other time; every execution that came as far as a
 * verdict, was cancelled, or failed for a fault of the platform is recorded exactly once; what never ran is a
 * `Failure` and not recorded here.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { Admission, Permit } from '../admission/admission.ts';
import { type Clock, systemClock } from '../admission/clock.ts';
import type { Languages, Toolchain } from '../languages/languages.ts';
import type { SandboxBackend } from '../sandbox/backend.ts';
import { CancelScope } from './cancel-scope.ts';
import { codeDigest } from './code-digest.ts';
import type { Caller, Engine, EngineLoad, ExecutionRecord } from './engine.ts';
import { Failure } from './failure.ts';
import {
  cancelled,
  cpuMsOf,
  type Ended,
  endedWithout,
  factsOf,
  type Job,
  platformFailure,
  refuseUnlessAllowed,
  shutDown,
} from './job.ts';
import type { LimitPolicy } from './limits.ts';
import { type PlanRules, planOf } from './plan.ts';
import { isolationOf, resultOf } from './result.ts';
import type { RunContext } from './run-context.ts';
import { type PlanOutcome, runPlan } from './run-plan.ts';
import { isToolchainInDoubt } from './toolchain-doubt.ts';

export type EngineParts = {
  readonly backend: Pick<SandboxBackend, 'status' | 'run' | 'release'>;
  readonly languages: Pick<Languages, 'resolve' | 'hasChanged' | 'recheck'>;
  readonly admission: Admission;
  readonly limits: LimitPolicy;
  /** Most bytes of all artifacts of an execution together. */
  readonly maxArtifactBytes?: number;
  /**
   * Is given every record before its result is answered. A `Failure` that it throws or rejects with is answered instead;
   * any other error is logged and changes nothing.
   */
  readonly record: (record: ExecutionRecord, request: ExecutionRequest) => Promise<void> | void;
  readonly clock?: Clock;
};

const DEFAULT_ARTIFACT_BYTES = 8 * 1024 * 1024;
const RETRY_NOT_READY_SECONDS = 5;

export const createEngine = (parts: EngineParts): Engine => new SandboxEngine(parts);

class SandboxEngine implements Engine {
  readonly #parts: EngineParts;
  readonly #planRules: PlanRules;
  readonly #scopes = new Set<CancelScope>();
  readonly #executions = new Set<Promise<ExecutionResult>>();

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#planRules = {
      limits: parts.limits,
      maxArtifactBytes: parts.maxArtifactBytes ?? DEFAULT_ARTIFACT_BYTES,
    };
  }

  async execute(request: ExecutionRequest, caller: Caller, context: RunContext): Promise<ExecutionResult> {
    const execution = this.#execute(request, caller, context);
    this.#executions.add(execution);
    try {
      return await execution;
    } finally {
      this.#executions.delete(execution);
    }
  }

  async drain(graceMs: number): Promise<void> {
    const { admission, clock = systemClock } = this.#parts;
    const stopClock = clock.after(graceMs, () => {
      for (const scope of this.#scopes) scope.cancel('shutdown');
    });
    await admission.drain();
    await Promise.allSettled(this.#executions);
    stopClock();
  }

  load(): EngineLoad {
    return this.#parts.admission.load();
  }

  async #execute(request: ExecutionRequest, caller: Caller, context: RunContext): Promise<ExecutionResult> {
    using scope = new CancelScope(context.signal);
    this.#scopes.add(scope);
    try {
      const job: Job = { request, caller, scope, context: { ...context, signal: scope.signal } };
      this.#refuseUnlessReady();
      return await this.#walk(job);
    } finally {
      this.#scopes.delete(scope);
    }
  }

  async #walk(job: Job): Promise<ExecutionResult> {
    const resolution = this.#parts.languages.resolve(job.request.language);
    if (resolution.kind === 'ready') {
      refuseUnlessAllowed(job.caller, resolution.toolchain.language);
      return this.#admitAndRun(job, resolution.toolchain);
    }
    if (resolution.kind !== 'unknown') refuseUnlessAllowed(job.caller, resolution.language);
    return this.#finish(job, endedWithout(job, resolution));
  }

  #refuseUnlessReady(): void {
    const { ready, problem, remedy } = this.#parts.backend.status();
    if (ready) return;
    const sentences = [problem ?? 'The sandbox is not ready.', remedy].filter((part) => part !== null);
    throw new Failure('NOT_READY', sentences.join(' '), { retryAfterSeconds: RETRY_NOT_READY_SECONDS });
  }

  async #admitAndRun(job: Job, toolchain: Toolchain): Promise<ExecutionResult> {
    const { tenant, concurrency = null } = job.caller;
    const { trace, patienceMs = null } = job.context;
    const endWait = trace?.begin('queue');
    let permit: Permit;
    try {
      permit = await this.#parts.admission.acquire({ tenant, concurrency, patienceMs }, job.scope.signal);
    } catch (error) {
      if (error instanceof Failure && error.code === 'CANCELLED') {
        return this.#finish(job, cancelled(job, toolchain));
      }
      throw error;
    } finally {
      endWait?.();
    }
    let ended: Ended | null = null;
    try {
      this.#refuseUnlessReady();
      ended = await this.#runAsItIsNow(job, toolchain, permit.queuedMs);
    } finally {
      permit.release(ended === null ? 0 : cpuMsOf(ended.result));
    }
    return this.#finish(job, ended);
  }

  /** A toolchain that was changed since it was looked at is looked at again first. */
  async #runAsItIsNow(job: Job, toolchain: Toolchain, queuedMs: number): Promise<Ended> {
    const { languages } = this.#parts;
    if (!languages.hasChanged(toolchain)) return this.#run(job, toolchain, queuedMs);
    const now = await languages.recheck(toolchain);
    return now.kind === 'ready' ? this.#run(job, now.toolchain, queuedMs) : endedWithout(job, now);
  }

  async #run(job: Job, toolchain: Toolchain, queueMs: number): Promise<Ended> {
    const { backend, languages } = this.#parts;
    const limits = job.caller.limits ?? this.#planRules.limits;
    const plan = planOf(job.request, toolchain, { ...this.#planRules, limits });
    const isolation = isolationOf(backend.status());
    let outcome: PlanOutcome;
    try {
      outcome = await runPlan(plan, backend, job.context);
    } catch (error) {
      return platformFailure(job, toolchain, error);
    }
    const { verdict, stages } = outcome;
    if (verdict.error === 'CANCELLED' && job.scope.cause === 'shutdown') return shutDown(job, toolchain);
    if (isToolchainInDoubt(verdict, stages)) {
      const now = await languages.recheck(toolchain);
      if (now.kind === 'broken' || now.kind === 'missing') return endedWithout(job, now);
    }
    const facts = { ...factsOf(job, toolchain), limits: plan.run.facts.limits, isolation, queueMs };
    return { result: resultOf(facts, verdict, stages), failure: null };
  }

  /** Records what has ended, then answers it. */
  async #finish({ request, caller, context }: Job, { result, failure }: Ended): Promise<ExecutionResult> {
    const { language, version } = result;
    const record = {
      id: context.id,
      tenant: caller.tenant,
      keyId: caller.keyId ?? null,
      language,
      version,
      codeSha256: codeDigest(request),
      result,
    };
    try {
      const recorded = this.#parts.record(record, request);
      if (recorded !== undefined) await recorded;
    } catch (err) {
      context.log.warn({ err }, 'an execution could not be recorded');
      if (err instanceof Failure) throw err;
    }
    if (failure !== null) throw failure;
    return result;
  }
}

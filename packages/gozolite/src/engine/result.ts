/**
 * Builds the one shape of every answer: from the outcomes of stages, or from a failure that kept them from running.
 */
import type {
  Artifact,
  CompileResult,
  Evidence,
  ExecutionResult,
  Isolation,
  Limits,
  Timings,
} from '@gozolite/client';
import type { BackendStatus, CollectedArtifact, Layer, StageOutcome } from '../sandbox/backend.ts';
import type { Failure } from './failure.ts';
import type { Verdict } from './verdict.ts';

type Encoding = ExecutionResult['encoding'];

/** Fields that a compile stage and a run have in common. */
type StageFields = Omit<CompileResult, 'limits'>;

const noStage = (): StageFields => ({
  stdout: '',
  stderr: '',
  exit_code: null,
  signal: null,
  time_ms: null,
  cpu_time_ms: null,
  memory_kb: null,
  truncated: { stdout_bytes: 0, stderr_bytes: 0 },
});

/** Milliseconds to the microsecond, which is more than any of the clocks is worth. */
const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
const orNull = (value: number | null, round: (value: number) => number): number | null =>
  value === null ? null : round(value);

const textOf = (bytes: Uint8Array, encoding: Encoding): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const artifactOf = (collected: CollectedArtifact): Artifact => {
  const { path, size } = collected;
  if ('refused' in collected)
    return { path, size, content: null, encoding: 'utf8', refused: collected.refused };
  const encoding = isUtf8(collected.content) ? 'utf8' : 'base64';
  return { path, size, content: textOf(collected.content, encoding), encoding, refused: null };
};

/** A stage that has run. */
export type StageReport = {
  readonly outcome: StageOutcome;
  readonly limits: Limits;
  readonly verdict: Verdict;
};

const stageFields = ({ outcome, verdict }: StageReport, encoding: Encoding): StageFields => {
  const started = outcome.end.kind !== 'not_started';
  return {
    stdout: textOf(outcome.stdout, encoding),
    stderr: textOf(outcome.stderr, encoding),
    exit_code: verdict.exit_code,
    signal: verdict.signal,
    time_ms: started ? rounded(outcome.usage.wallMs) : null,
    cpu_time_ms: started ? orNull(outcome.usage.cpuMs, rounded) : null,
    memory_kb: started ? orNull(outcome.usage.memoryKb, Math.ceil) : null,
    truncated: { stdout_bytes: outcome.dropped.stdout, stderr_bytes: outcome.dropped.stderr },
  };
};

export const isolationOf = ({ backend, layers }: BackendStatus): Isolation => ({
  backend,
  layers: layers.filter(({ state }) => state === 'enforced').map(({ name }) => name),
  degraded: layers.filter(isDegraded).map(({ name }) => name),
});

const isDegraded = ({ mandatory, state }: Layer): boolean =>
  state === 'degraded' || (mandatory && state === 'unavailable');

/** What an answer says beside its stages. */
export type ResultFacts = {
  readonly id: string;
  readonly language: string;
  readonly version: string | null;
  readonly encoding: Encoding;
  readonly limits: Limits | null;
  readonly isolation: Isolation | null;
  readonly queueMs: number;
};

export type Decision =
  | { readonly status: 'ok'; readonly error: null; readonly message: null; readonly evidence: null }
  | {
      readonly status: 'failed';
      readonly error: NonNullable<ExecutionResult['error']>;
      readonly message: string;
      readonly evidence: Evidence | null;
    };

export type Stages = { readonly compile: StageReport | null; readonly run: StageReport | null };

const timingsOf = ({ compile, run }: Stages, queueMs: number): Timings => {
  const prepared = (stage: StageReport | null): number => stage?.outcome.timings.prepareMs ?? 0;
  return {
    queue_ms: rounded(queueMs),
    prepare_ms: rounded(prepared(compile) + prepared(run)),
    compile_ms: rounded(compile?.outcome.usage.wallMs ?? 0),
    run_ms: rounded(run?.outcome.usage.wallMs ?? 0),
  };
};

export const resultOf = (facts: ResultFacts, decision: Decision, stages: Stages): ExecutionResult => {
  const { id, language, version, encoding, limits, isolation } = facts;
  const { compile, run } = stages;
  const { status, error, message, evidence } = decision;
  return {
    id,
    status,
    error,
    message,
    language,
    version,
    ...(run === null ? noStage() : stageFields(run, encoding)),
    encoding,
    compile: compile === null ? null : { ...stageFields(compile, encoding), limits: compile.limits },
    evidence,
    limits,
    isolation,
    timings: timingsOf(stages, facts.queueMs),
    artifacts: (run?.outcome.artifacts ?? []).map(artifactOf),
  };
};

/** The same shape for a request that never ran. */
export const failureResult = (
  id: string,
  { code, message, evidence }: Failure,
  language: { readonly id: string; readonly version: string | null } | null = null,
): ExecutionResult => ({
  id,
  status: 'failed',
  error: code,
  message,
  language: language?.id ?? null,
  version: language?.version ?? null,
  ...noStage(),
  encoding: 'utf8',
  compile: null,
  evidence,
  limits: null,
  isolation: null,
  timings: { queue_ms: 0, prepare_ms: 0, compile_ms: 0, run_ms: 0 },
  artifacts: [],
});

/**
 * Runs the stages of a plan, one after the other, each in a sandbox of its own.
 *
 * What always holds: the run stage starts only when compiling went well; the work folder that the compile stage left is
 * released whatever happens.
 */
import { type Bundle, type SandboxBackend, SandboxError, type StageOutcome } from '../sandbox/backend.ts';
import type { Plan, PlannedStage } from './plan.ts';
import type { StageReport, Stages } from './result.ts';
import type { RunContext } from './run-context.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** What became of a plan: the verdict is that of the last stage that ran. */
export type PlanOutcome = { readonly verdict: Verdict; readonly stages: Stages };

export type StageRunner = Pick<SandboxBackend, 'run' | 'release'>;

export const runPlan = async (
  plan: Plan,
  backend: StageRunner,
  context: RunContext,
): Promise<PlanOutcome> => {
  if (plan.compile === null) {
    const run = await runStage(plan.run, null, { backend, context });
    return { verdict: run.verdict, stages: { compile: null, run } };
  }
  const compile = await runStage(plan.compile, null, { backend, context });
  const { bundle } = compile.outcome;
  try {
    if (compile.verdict.status === 'failed') {
      return { verdict: compile.verdict, stages: { compile, run: null } };
    }
    if (bundle === null) throw new SandboxError('A compile stage that ended well left no work folder.');
    const run = await runStage(plan.run, bundle, { backend, context });
    return { verdict: run.verdict, stages: { compile, run } };
  } finally {
    if (bundle !== null) backend.release(bundle);
  }
};

/** What is told of a stage to those who trace it. */
const measured = ({ end, killedFor, usage, timings }: StageOutcome): Record<string, string | number> => ({
  end: killedFor ?? end.kind,
  wall_ms: usage.wallMs,
  prepare_ms: timings.prepareMs,
  teardown_ms: timings.teardownMs,
  ...(usage.cpuMs === null ? {} : { cpu_ms: usage.cpuMs }),
  ...(usage.memoryKb === null ? {} : { memory_kb: usage.memoryKb }),
});

type Surroundings = { readonly backend: StageRunner; readonly context: RunContext };

const runStage = async (
  { spec, facts }: PlannedStage,
  bundle: Bundle | null,
  { backend, context }: Surroundings,
): Promise<StageReport> => {
  const endSpan = context.trace?.begin(facts.stage);
  let outcome: StageOutcome | null = null;
  try {
    outcome = await backend.run({ ...spec, bundle }, context);
  } finally {
    endSpan?.(outcome === null ? { failed: true } : measured(outcome));
  }
  return { outcome, limits: facts.limits, verdict: verdictOf(outcome, facts) };
};

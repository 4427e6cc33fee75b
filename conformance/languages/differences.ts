/**
 * Compares what the engine answers with what the same commands do without it. Output that two bare runs do not agree on
 * (a process id, a time, the name of a temporary file) is the program's own to vary, and is not compared.
 */
import type { ExecutionResult } from '@gozolite/client';
import type { BareStage } from './bare.ts';

type Stage = {
  readonly name: string;
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A sentence for each difference. */
export async function differences(
  answer: ExecutionResult,
  runBare: () => Promise<readonly BareStage[]>,
): Promise<readonly string[]> {
  const stages = stagesOf(answer);
  const bare = await runBare();
  if (bare.length !== stages.length) return [`${stages.length} stages were run, and ${bare.length} bare.`];
  const differing = stages.flatMap((stage, index) => compare(stage, bare[index]));
  if (differing.length === 0) return [];
  const again = await runBare();
  const steady = ({ index, what }: { index: number; what: keyof BareStage }) =>
    bare[index]?.[what] === again[index]?.[what];
  return stages
    .flatMap((stage, index) => compare(stage, bare[index]).map((each) => ({ ...each, index })))
    .filter(steady)
    .map(({ text }) => text);
}

function stagesOf({ compile, exit_code, signal, stdout, stderr, error }: ExecutionResult): readonly Stage[] {
  const stages: Stage[] = [];
  if (compile !== null) {
    const { exit_code: code } = compile;
    stages.push({ name: 'compile', exitCode: code, stdout: compile.stdout, stderr: compile.stderr });
  }
  if (error !== 'COMPILE_ERROR')
    stages.push({ name: 'run', exitCode: exit_code ?? codeOf(signal), stdout, stderr });
  return stages;
}

const SIGNALS: Readonly<Record<string, number>> = {
  SIGABRT: 6,
  SIGFPE: 8,
  SIGSEGV: 11,
  SIGILL: 4,
  SIGBUS: 7,
  SIGTRAP: 5,
};

const codeOf = (signal: string | null) => (signal === null ? null : 128 + (SIGNALS[signal] ?? 0));

type Difference = { readonly what: 'exitCode' | 'stdout' | 'stderr'; readonly text: string };

function compare(stage: Stage, bare: BareStage | undefined): readonly Difference[] {
  if (bare === undefined) return [];
  return (['exitCode', 'stdout', 'stderr'] as const)
    .filter((what) => stage[what] !== bare[what])
    .map((what) => ({
      what,
      text: `${what} of ${stage.name} is ${JSON.stringify(stage[what])}, and bare ${JSON.stringify(bare[what])}.`,
    }));
}

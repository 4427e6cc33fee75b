/**
 * Compares what came back for a sample with what must.
 */
import type { ExecutionResult } from '@gozolite/client';
import type { Sample } from './samples.ts';

type Answer = Pick<
  ExecutionResult,
  'status' | 'error' | 'exit_code' | 'stdout' | 'stderr' | 'compile' | 'message'
>;

/** Every difference, a sentence each; empty when the sample passed. */
export function sampleProblems({ expect }: Sample, answer: Answer): readonly string[] {
  const problems: string[] = [];
  const wantedError = expect.error ?? null;
  if (answer.error !== wantedError) {
    problems.push(`error is ${answer.error}, not ${wantedError} (${answer.message ?? 'no message'}).`);
  }
  const wantedCode = expect.exit_code ?? (wantedError === null ? 0 : undefined);
  if (wantedCode !== undefined && answer.exit_code !== wantedCode) {
    problems.push(`exit_code is ${answer.exit_code}, not ${wantedCode}.`);
  }
  if (expect.stdout !== undefined && answer.stdout !== expect.stdout) {
    problems.push(`stdout is ${JSON.stringify(answer.stdout)}, not ${JSON.stringify(expect.stdout)}.`);
  }
  const compiler = `${answer.compile?.stdout ?? ''}${answer.compile?.stderr ?? ''}`;
  problems.push(
    ...lacking('stdout', answer.stdout, expect.stdout_contains),
    ...lacking('stderr', answer.stderr, expect.stderr_contains),
    ...lacking('the compiler output', compiler, expect.compile_contains),
  );
  if (problems.length > 0 && answer.stderr !== '') problems.push(`stderr: ${answer.stderr.slice(0, 2000)}`);
  if (problems.length > 0 && compiler !== '') problems.push(`compiler: ${compiler.slice(0, 2000)}`);
  return problems;
}

function lacking(what: string, text: string, wanted: readonly string[] = []): string[] {
  return wanted
    .filter((each) => !text.includes(each))
    .map(
      (each) => `${what} does not contain ${JSON.stringify(each)}: ${JSON.stringify(text.slice(0, 500))}.`,
    );
}

/**
 * The verdict on a stage: from what a backend saw to what a caller is told. Pure and total: every outcome has exactly
 * one verdict, and `ok` means exit code 0, not ended from outside, no limit reached and all output kept.
 *
 * Order of questions: was it cancelled, did it start, did a limit decide (limit-verdict.ts), how did it end by itself.
 */
import type { ErrorCode, Evidence, Limits } from '@gozolite/client';
import type { StageEnd, StageOutcome } from '../sandbox/backend.ts';
import { limitVerdict } from './limit-verdict.ts';
import type { StageName } from './limits.ts';
import { signalMeaning, signalName } from './signals.ts';

/** What there is to know of a stage beside its outcome. */
export type StageFacts = {
  readonly stage: StageName;
  readonly limits: Limits;
  /** Whose program the stage executes: what cannot be started is a fault of the toolchain, or of the code sent. */
  readonly starts: 'toolchain' | 'program';
};

type Ending = { readonly exit_code: number | null; readonly signal: string | null };

export type Verdict = Ending &
  (
    | { readonly status: 'ok'; readonly error: null; readonly message: null; readonly evidence: null }
    | {
        readonly status: 'failed';
        readonly error: ErrorCode;
        readonly message: string;
        readonly evidence: Evidence | null;
      }
  );

export const verdictOf = (outcome: StageOutcome, facts: StageFacts): Verdict => {
  const failed = (error: ErrorCode, message: string, evidence: Evidence | null): Verdict => ({
    status: 'failed',
    error,
    message,
    evidence,
    ...endingOf(outcome.end),
  });
  const { end } = outcome;
  if (end.kind === 'cancelled')
    return failed('CANCELLED', 'The run was cancelled before it had ended.', null);
  if (end.kind === 'not_started') {
    const { error, message } = startFailure(end.errno, facts);
    const limit = LIMIT_OF_START[error] ?? null;
    return failed(error, message, {
      limit: limit ?? 'exec',
      allowed: limit === null ? null : facts.limits[limit],
      measured: null,
      mechanism: limit === 'disk_kb' ? `tmpfs size: ${end.errno}` : `execve: ${end.errno}`,
    });
  }
  const limit = limitVerdict(outcome, facts.limits, WHO[facts.stage]);
  if (limit !== null) return failed(limit.error, limit.message, limit.evidence);
  if (end.kind === 'signaled') {
    const evidence = { limit: 'signal', allowed: null, measured: end.signal, mechanism: 'waitid' };
    return failed(OWN_FAULT[facts.stage], signalSentence(end.signal, facts.stage), evidence);
  }
  if (end.code !== 0) {
    const evidence = { limit: 'exit_code', allowed: 0, measured: end.code, mechanism: 'waitid' };
    return failed(OWN_FAULT[facts.stage], exitSentence(end.code, outcome, facts.stage), evidence);
  }
  if (outcome.notKept !== null) {
    const message = `What the compiler left cannot be handed to the program: ${outcome.notKept}.`;
    const evidence = { limit: 'work_folder', allowed: null, measured: null, mechanism: 'collector' };
    return failed('COMPILE_ERROR', message, evidence);
  }
  return { status: 'ok', error: null, message: null, evidence: null, ...endingOf(end) };
};

const WHO = { compile: 'While compiling, the compiler', run: 'The program' } as const;
const OWN_FAULT = { compile: 'COMPILE_ERROR', run: 'RUNTIME_ERROR' } as const;

const endingOf = (end: StageEnd): Ending => ({
  exit_code: end.kind === 'exited' ? end.code : null,
  signal: end.kind === 'signaled' ? signalName(end.signal) : null,
});

const signalSentence = (signal: number, stage: StageName): string => {
  const name = signalName(signal);
  const meaning = signalMeaning(name);
  const who = stage === 'compile' ? 'The compiler' : 'The program';
  return `${who} was ended by ${name}${meaning === null ? '' : ` (${meaning})`}.`;
};

const exitSentence = (code: number, { stdout, stderr }: StageOutcome, stage: StageName): string => {
  if (stage === 'run') return `The program ended with exit code ${code}.`;
  const where = stderr.length > 0 ? 'compile.stderr' : stdout.length > 0 ? 'compile.stdout' : null;
  return where === null
    ? `The compiler refused the code with exit code ${code} and said nothing.`
    : `The compiler refused the code with exit code ${code}: see ${where}.`;
};

/** The limit that keeps a program from starting, by the code it is told with. */
const LIMIT_OF_START: { readonly [code in ErrorCode]?: 'memory_kb' | 'disk_kb' } = {
  MEMORY_LIMIT_EXCEEDED: 'memory_kb',
  DISK_LIMIT_EXCEEDED: 'disk_kb',
};

const startFailure = (
  errno: string,
  { stage, starts, limits }: StageFacts,
): { error: ErrorCode; message: string } => {
  if (errno === 'E2BIG') {
    const message =
      'The arguments and the environment are larger than the kernel lets a program have (E2BIG).';
    return { error: OWN_FAULT[stage], message };
  }
  if (errno === 'ENOMEM') {
    const what = stage === 'compile' ? 'the compiler' : 'the program';
    const message = `The memory limit of ${limits.memory_kb} KiB leaves no room to start ${what}.`;
    return { error: 'MEMORY_LIMIT_EXCEEDED', message };
  }
  if (errno === 'ENOSPC') {
    const message = `The disk limit of ${limits.disk_kb} KiB leaves no room for the files of this run.`;
    return { error: 'DISK_LIMIT_EXCEEDED', message };
  }
  if (starts === 'program') {
    const message = `The program could not be started (${errno}): what the work folder or PATH holds under its name is not a program that runs here.`;
    return { error: OWN_FAULT[stage], message };
  }
  const tool = stage === 'compile' ? 'compiler' : 'interpreter';
  return errno === 'ENOENT'
    ? {
        error: 'TOOLCHAIN_MISSING',
        message: `The ${tool} is not there any more (${errno}); it is being looked at again.`,
      }
    : {
        error: 'TOOLCHAIN_BROKEN',
        message: `The ${tool} cannot be started (${errno}); it is being looked at again.`,
      };
};

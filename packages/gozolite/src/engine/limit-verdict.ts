/**
 * Which of the limits that were hit is the verdict, and how it is said. Pure.
 *
 * The kernel and the supervisor record limits in the order in which they were hit, and the first counts: a fork bomb that
 * filled its processes and was then ended by the clock is a fork bomb. A refusal (of a process, of disk space, of a
 * system call in a child) counts only when the program did not get over it: exit code 0 says that it did.
 */
import type { ErrorCode, Evidence, Limits } from '@gozolite/client';
import type { LimitEvent, LimitEventKind, StageOutcome } from '../sandbox/backend.ts';

type Rule = {
  readonly code: ErrorCode;
  /** A program may get over it and end well. */
  readonly canCope: boolean;
  readonly limit: keyof Limits | 'seccomp';
  /** How many of the event's unit make one of the limit's. */
  readonly perUnit: number;
  readonly say: (who: string, allowed: number, measured: number) => string;
};

const KIB = 1024;
const NS_PER_MS = 1_000_000;

/** In the order of precedence at the same instant. */
const RULES: { readonly [kind in LimitEventKind]: Rule } = {
  memory: {
    code: 'MEMORY_LIMIT_EXCEEDED',
    canCope: false,
    limit: 'memory_kb',
    perUnit: KIB,
    say: (who, allowed) => `${who} needed more memory than its limit of ${allowed} KiB and was killed.`,
  },
  output: {
    code: 'OUTPUT_LIMIT_EXCEEDED',
    canCope: false,
    limit: 'output_bytes',
    perUnit: 1,
    say: (who, allowed) => `${who} wrote more than its limit of ${allowed} bytes to stdout or stderr.`,
  },
  processes: {
    code: 'PROCESS_LIMIT_EXCEEDED',
    canCope: true,
    limit: 'processes',
    perUnit: 1,
    say: (who, allowed) =>
      `${who} started more processes and threads than its limit of ${allowed} at one time.`,
  },
  disk: {
    code: 'DISK_LIMIT_EXCEEDED',
    canCope: true,
    limit: 'disk_kb',
    perUnit: KIB,
    say: (who, allowed) => `${who} filled the disk space that its limit of ${allowed} KiB allows.`,
  },
  file_size: {
    code: 'DISK_LIMIT_EXCEEDED',
    canCope: true,
    limit: 'file_kb',
    perUnit: KIB,
    say: (who, allowed) => `${who} made a file larger than its limit of ${allowed} KiB.`,
  },
  wall_time: {
    code: 'TIME_LIMIT_EXCEEDED',
    canCope: false,
    limit: 'time_ms',
    perUnit: NS_PER_MS,
    say: (who, allowed) => `${who} was still running when its time limit of ${allowed} ms was over.`,
  },
  cpu_time: {
    code: 'TIME_LIMIT_EXCEEDED',
    canCope: false,
    limit: 'cpu_time_ms',
    perUnit: NS_PER_MS,
    say: (who, allowed, measured) =>
      `${who} used ${measured} ms of CPU time, which is more than its limit of ${allowed} ms.`,
  },
  forbidden_call: {
    code: 'SANDBOX_VIOLATION',
    canCope: true,
    limit: 'seccomp',
    perUnit: 1,
    say: (who) => `${who} was killed by the kernel for a system call that the sandbox forbids.`,
  },
};

const PRECEDENCE = Object.keys(RULES);

export type LimitVerdict = {
  readonly error: ErrorCode;
  readonly message: string;
  readonly evidence: Evidence;
};

/** Null when no limit decides, and the program's own end does. `who` begins the sentence. */
export const limitVerdict = (outcome: StageOutcome, limits: Limits, who: string): LimitVerdict | null => {
  const coped = outcome.killedFor === null && outcome.end.kind === 'exited' && outcome.end.code === 0;
  const [first] = [...outcome.events, ...inferredEvents(outcome, limits)]
    .filter(({ kind }) => !(coped && RULES[kind].canCope))
    .sort((a, b) => a.atNs - b.atNs || PRECEDENCE.indexOf(a.kind) - PRECEDENCE.indexOf(b.kind));
  if (first === undefined) return null;
  const rule = RULES[first.kind];
  const evidence = evidenceOf(first, rule);
  return {
    error: rule.code,
    message: rule.say(who, evidence.allowed ?? 0, evidence.measured ?? 0),
    evidence,
  };
};

const inUnits = (amount: number, perUnit: number): number => Math.round((amount / perUnit) * 1000) / 1000;

const evidenceOf = (event: LimitEvent, { limit, perUnit }: Rule): Evidence => ({
  limit,
  allowed: limit === 'seccomp' ? null : inUnits(event.allowed, perUnit),
  measured: Number.isFinite(event.measured) ? inUnits(event.measured, perUnit) : null,
  mechanism: event.mechanism,
});

const SIGXCPU = 24;
const SIGXFSZ = 25;
const SIGSYS = 31;
/** `measured` of what was not measured. */
const UNKNOWN = Number.NaN;

/**
 * What an outcome shows without an event: the reason for a kill, output that was dropped, a signal that the kernel
 * sends for a limit. They come last, after all that was recorded.
 */
const inferredEvents = (
  { end, killedFor, events, usage, stdout, stderr, dropped }: StageOutcome,
  limits: Limits,
): LimitEvent[] => {
  const inferred: LimitEvent[] = [];
  const infer = (kind: LimitEventKind, measured: number, mechanism: string): void => {
    if (events.some((event) => event.kind === kind)) return;
    const { limit, perUnit } = RULES[kind];
    const allowed = limit === 'seccomp' ? 0 : limits[limit] * perUnit;
    inferred.push({ kind, atNs: Number.MAX_SAFE_INTEGER, allowed, measured, mechanism });
  };
  const written = Math.max(stdout.length + dropped.stdout, stderr.length + dropped.stderr);
  if (killedFor !== null) infer(killedFor, killedFor === 'output' ? written : UNKNOWN, 'supervisor');
  if (killedFor === null && (dropped.stdout > 0 || dropped.stderr > 0))
    infer('output', written, 'output cap');
  if (killedFor === null && end.kind === 'signaled') {
    if (end.signal === SIGXFSZ) infer('file_size', UNKNOWN, 'RLIMIT_FSIZE (SIGXFSZ)');
    if (end.signal === SIGSYS) infer('forbidden_call', end.signal, 'seccomp (SIGSYS)');
    if (end.signal === SIGXCPU && (usage.cpuMs ?? 0) >= limits.cpu_time_ms) {
      infer('cpu_time', (usage.cpuMs ?? 0) * NS_PER_MS, 'RLIMIT_CPU (SIGXCPU)');
    }
  }
  return inferred;
};

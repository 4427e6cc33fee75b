/**
 * Programs that overstep one limit or rule each, and what their ending must look like. Each is run alone in a fresh
 * sandbox of the backend under test; the judging is pure.
 */
import type { Limits } from '@gozolite/client';
import type { LimitEventKind, StageOutcome } from '../../../sandbox/backend.ts';
import { type Finding, fail, ok, warn } from '../check.ts';
import { REPORT_IT } from './inside-checks.ts';

export type Probe = {
  readonly id: string;
  readonly title: string;
  readonly script: string;
  readonly limits: Partial<Limits>;
  judge(outcome: StageOutcome): Finding;
};

/** For every probe that does not say otherwise. */
export const PROBE_LIMITS: Limits = {
  time_ms: 10_000,
  cpu_time_ms: 10_000,
  memory_kb: 131_072,
  processes: 32,
  output_bytes: 65_536,
  file_kb: 131_072,
  disk_kb: 65_536,
  open_files: 64,
};

/** EPERM */
const REFUSED = 1;
/** The same number on every architecture: these calls are newer than the common numbering. */
const FORBIDDEN_CALLS = { io_uring_setup: 425, pidfd_getfd: 438 };

export const PROBES: readonly Probe[] = [
  {
    id: 'limit-memory',
    title: 'memory limit',
    script: 'exec dd if=/dev/zero of=/dev/null bs=96M count=1',
    limits: { memory_kb: 65_536 },
    judge: (outcome) => killedFor(outcome, 'memory'),
  },
  {
    id: 'limit-processes',
    title: 'process limit',
    script: 'i=0; while [ $i -lt 40 ]; do sleep 2 & i=$((i+1)); done; echo unhindered',
    limits: { processes: 16 },
    judge(outcome) {
      const unhindered = Buffer.from(outcome.stdout).includes('unhindered');
      const event = eventOf(outcome, 'processes');
      if (unhindered || (event === null && outcome.end.kind === 'exited' && outcome.end.code === 0)) {
        return fail('40 processes were started under a limit of 16', REPORT_IT);
      }
      if (event === null)
        return warn('held, but the kernel left no evidence', 'Nothing to do: verdicts say less here.');
      return ok(`held at ${event.allowed}, by ${event.mechanism}`);
    },
  },
  {
    id: 'limit-wall-time',
    title: 'wall time limit',
    script: 'exec sleep 30',
    limits: { time_ms: 300 },
    judge: (outcome) => killedFor(outcome, 'wall_time'),
  },
  {
    id: 'limit-cpu-time',
    title: 'CPU time limit',
    script: 'while :; do :; done',
    limits: { cpu_time_ms: 300 },
    judge: (outcome) => killedFor(outcome, 'cpu_time'),
  },
  {
    id: 'limit-output',
    title: 'output limit',
    script: 'while :; do echo 0123456789abcdef0123456789abcdef; done',
    limits: { output_bytes: 65_536 },
    judge(outcome) {
      if (outcome.stdout.length > 65_536)
        return fail(`${outcome.stdout.length} bytes came through`, REPORT_IT);
      return killedFor(outcome, 'output');
    },
  },
  {
    id: 'limit-disk',
    title: 'disk limit',
    script: 'dd if=/dev/zero of=/tmp/fill bs=1M count=48 && echo unhindered',
    limits: { disk_kb: 32_768 },
    judge(outcome) {
      if (Buffer.from(outcome.stdout).includes('unhindered')) {
        return fail('48 MiB were written under a limit of 32 MiB', REPORT_IT);
      }
      const event = eventOf(outcome, 'disk');
      if (event !== null) return ok(`held, by ${event.mechanism}`);
      return Buffer.from(outcome.stderr).includes('No space left')
        ? ok('held: the write was refused')
        : fail(`ended otherwise: ${ending(outcome)}`, REPORT_IT);
    },
  },
  {
    id: 'forbidden-calls',
    title: 'forbidden calls',
    script: forbiddenCallsScript(),
    limits: {},
    judge(outcome) {
      const answers = Buffer.from(outcome.stdout).toString().trim().split('\n').filter(Boolean);
      if (outcome.killedFor === 'forbidden_call') return ok('the kernel killed the program');
      if (answers.length === 0) {
        return warn(
          'no perl, python3 or unshare in the root file system to try with',
          'Install one of them there.',
        );
      }
      const allowed = answers.filter((answer) => !answer.endsWith(`=${REFUSED}`));
      if (allowed.length > 0) return fail(`not refused: ${allowed.join(', ')}`, REPORT_IT);
      return ok(`${answers.map((answer) => answer.split('=')[0]).join(', ')} refused`);
    },
  },
];

/** Prints `call=errno` a line. */
function forbiddenCallsScript(): string {
  const calls = Object.entries(FORBIDDEN_CALLS);
  const perl = calls
    .map(([name, number]) => `syscall(${number},-1,0,0); print "${name}=",$!+0,"\\n";`)
    .join(' ');
  const python = calls
    .map(([name, number]) => `c.syscall(${number},-1,0,0); print("${name}=%d" % ctypes.get_errno())`)
    .join('; ');
  return `
if command -v perl > /dev/null; then exec perl -e '${perl}'
elif command -v python3 > /dev/null; then exec python3 -c 'import ctypes; c=ctypes.CDLL(None, use_errno=True); ${python}'
elif command -v unshare > /dev/null; then if unshare --user true 2> /dev/null; then echo 'unshare=0'; else echo 'unshare=1'; fi
fi`;
}

function killedFor(outcome: StageOutcome, kind: LimitEventKind): Finding {
  const event = eventOf(outcome, kind);
  if (outcome.killedFor !== kind) return fail(`not enforced: ${ending(outcome)}`, REPORT_IT);
  if (event === null) return fail('enforced, but without evidence', REPORT_IT);
  return ok(`enforced after ${Math.round(outcome.usage.wallMs)} ms, by ${event.mechanism}`);
}

function eventOf(outcome: StageOutcome, kind: LimitEventKind) {
  return outcome.events.find((event) => event.kind === kind) ?? null;
}

export function ending({ end, killedFor, stderr }: StageOutcome): string {
  const words = Buffer.from(stderr).toString().trim().split('\n').at(-1) ?? '';
  const said = words === '' ? '' : `: ${words.slice(0, 200)}`;
  if (killedFor !== null) return `it was ended for ${killedFor}`;
  switch (end.kind) {
    case 'exited':
      return `it exited with code ${end.code}${said}`;
    case 'signaled':
      return `signal ${end.signal} ended it${said}`;
    case 'not_started':
      return `it was not started (${end.errno})`;
    case 'cancelled':
      return 'it was cancelled';
  }
}

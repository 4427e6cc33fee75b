/**
 * What the doctor's own runs left on the host: looked for by a mark that only they carry, after a program that tried its
 * best to leave a process behind.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxBackend } from '../../../sandbox/backend.ts';
import { type Finding, fail, ok } from '../check.ts';
import type { Host } from '../host.ts';
import { REPORT_IT } from './inside-checks.ts';

/** A child in a session of its own that ignores every polite signal, while its parent exits at once. */
export function strayScript(mark: string): string {
  return `trap '' HUP INT TERM; (sh -c 'trap "" HUP INT TERM; while :; do sleep 1; done' ${mark} > /dev/null 2>&1 &) ; exit 0`;
}

export type Residue = {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly counters: Readonly<Record<string, number>>;
};

const SETTLE_STEP_MS = 20;
const LEAK_COUNTERS = ['live', 'teardown_failures', 'setup_failures'];

export function hostMounts(host: Host): readonly string[] {
  return (host.read('/proc/self/mountinfo') ?? '').split('\n').filter((line) => line !== '');
}

export function markedProcesses(host: Host, mark: string): readonly string[] {
  return (host.list('/proc') ?? [])
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => host.read(`/proc/${pid}/cmdline`)?.includes(mark) ?? false);
}

/** The counters when no sandbox is live any more, or when the time is over. */
export async function settledCounters(
  backend: SandboxBackend,
  deadline: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  for (;;) {
    const counters = await backend.stats();
    if ((counters.live ?? 0) === 0 || deadline.aborted) return counters;
    await pause(SETTLE_STEP_MS);
  }
}

export function judgeResidue({ processes, mounts, counters }: Residue): Finding {
  const left = [
    ...processes.map((pid) => `process ${pid}`),
    ...mounts.map((mount) => `mount ${mount.split(' ')[4] ?? mount}`),
    ...LEAK_COUNTERS.flatMap((name) => ((counters[name] ?? 0) > 0 ? [`${name} ${counters[name]}`] : [])),
  ];
  if (left.length === 0) return ok('no process, no mount, no live sandbox');
  return fail(`left on the host: ${left.join(', ')}`, REPORT_IT);
}

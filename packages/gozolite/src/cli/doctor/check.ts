/**
 * What a check of `gozolite doctor` is: a name, and a function from the facts of this host to a finding. A check never
 * throws on purpose; what it throws by accident becomes a failed finding, not a stack trace.
 */
import type { Host } from './host.ts';

/** `fail`: mandatory, and not so; the service cannot be ready. `skip`: does not apply, or cannot be known here. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skip';

export type Finding = {
  readonly state: CheckState;
  /** What was seen, a few words. */
  readonly seen: string;
  /** The exact thing to do; null when there is nothing to do. */
  readonly remedy: string | null;
};

export type Check = {
  readonly id: string;
  readonly title: string;
  run(subject: Subject): Finding | Promise<Finding>;
};

/** What is looked at: the host, and the settings in force. */
export type Subject = {
  readonly host: Host;
  readonly settings: {
    readonly supervisor: string;
    readonly dataFolder: string;
    /** GOZOLITE_CGROUP. */
    readonly cgroup: string | null;
    readonly httpHost: string;
    readonly httpPort: number;
  };
};

export type Report = { readonly group: string; readonly id: string; readonly title: string } & Finding;

export const ok = (seen: string): Finding => ({ state: 'ok', seen, remedy: null });
export const skip = (seen: string): Finding => ({ state: 'skip', seen, remedy: null });
export const warn = (seen: string, remedy: string): Finding => ({ state: 'warn', seen, remedy });
export const fail = (seen: string, remedy: string): Finding => ({ state: 'fail', seen, remedy });

export function isReady(reports: readonly Report[]): boolean {
  return reports.every(({ state }) => state !== 'fail');
}

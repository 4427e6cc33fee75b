/**
 * Who a container belongs to, and until when: labels, by which whoever comes later can tell what was left behind.
 *
 * What always holds: a container of a process that is known to live is left alone; one whose owner is known to be gone is
 * an orphan at once, and one whose owner cannot be seen from here (on another machine) when its lease is over.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';

export const LABEL = {
  /** On every container of this backend. */
  sandbox: 'io.gozolite.sandbox',
  owner: 'io.gozolite.owner',
  /** Tells it apart from its owner's others; chosen before the engine gives it an id. */
  mark: 'io.gozolite.mark',
  /** Seconds since 1970. */
  leaseEnd: 'io.gozolite.lease-end',
  /** On every image of this backend: where its toolchains come from. */
  rootfs: 'io.gozolite.rootfs',
} as const;

/** What was made ahead of need is used, or replaced, before this much of its lease is left. */
export const LEASE_SECONDS = 600;

export type Owner = {
  /** Names this very process, on this very machine, since this boot. */
  readonly id: string;
  /** Of another owner's id: `unknown` when it is of another machine or container. */
  readonly isAlive: (id: string) => 'alive' | 'gone' | 'unknown';
};

const text = (read: () => string): string => {
  try {
    return read().trim();
  } catch {
    return '';
  }
};

/** Start of a process in clock ticks since boot, which with its number names it for good; empty when there is none. */
const startOf = (pid: number | string): string => {
  const stat = text(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
};

export const thisProcess = (): Owner => {
  const boot = text(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const space = text(() => readlinkSync('/proc/self/ns/pid'));
  const known = boot !== '' && space !== '';
  const place = known ? `${boot}/${space}` : `elsewhere-${randomBytes(8).toString('hex')}/-`;
  // The last part tells two backends of one process apart.
  const nonce = randomBytes(4).toString('hex');
  return {
    id: `${place}/${process.pid}/${startOf(process.pid)}/${nonce}`,
    isAlive: (id) => {
      const [otherBoot, otherSpace, pid = '', start = ''] = id.split('/');
      if (!known || `${otherBoot}/${otherSpace}` !== place || !/^\d+$/.test(pid)) return 'unknown';
      return startOf(pid) === start && start !== '' ? 'alive' : 'gone';
    },
  };
};

export type Labels = Readonly<Record<string, string>>;

export type Lease = {
  /** The owner's id. */
  readonly owner: string;
  readonly mark: string;
  readonly nowMs: number;
  readonly seconds: number;
};

export const labelsOf = ({ owner, mark, nowMs, seconds }: Lease): Labels => ({
  [LABEL.sandbox]: '1',
  [LABEL.owner]: owner,
  [LABEL.mark]: mark,
  [LABEL.leaseEnd]: String(Math.ceil(nowMs / 1000) + seconds),
});

/** Whether nobody will come back to a container with these labels. Its own process knows better, and asks elsewhere. */
export const isOrphan = (labels: Labels, owner: Owner, nowMs: number): boolean => {
  const id = labels[LABEL.owner];
  if (labels[LABEL.sandbox] === undefined || id === undefined) return false;
  const state = owner.isAlive(id);
  if (state !== 'unknown') return state === 'gone';
  const end = Number(labels[LABEL.leaseEnd]);
  return !Number.isFinite(end) || end * 1000 < nowMs;
};

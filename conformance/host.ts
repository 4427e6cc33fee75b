/**
 * Looks at the host from outside the sandboxes: what a service and everything below it hold there. The suites compare
 * what they see before and after, so that "nothing outlives a run" is checked by looking and not by asking the service.
 *
 * What always holds: only reads. A process that ends while it is looked at counts as gone.
 */
import { type Dirent, existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

export type HostProcess = {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly state: string;
  /** In clock ticks since boot: with the pid, it names a process for good. */
  readonly started: number;
};

const CGROUPS = '/sys/fs/cgroup';

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

export function processOf(pid: number): HostProcess | null {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '');
  const close = text.lastIndexOf(')');
  if (close < 0) return null;
  const fields = text.slice(close + 2).split(' ');
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, close),
    state: fields[0] ?? '?',
    parent: Number(fields[1]),
    started: Number(fields[19]),
  };
}

function numbersIn(folder: string): number[] {
  return attempt(() => readdirSync(folder), [])
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** Everything that descends from this process, itself left out. */
export function descendantsOf(root: number): HostProcess[] {
  const all = numbersIn('/proc')
    .map(processOf)
    .filter((one) => one !== null);
  const found: HostProcess[] = [];
  const parents = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const one of all) {
      if (!parents.has(one.parent) || parents.has(one.pid)) continue;
      parents.add(one.pid);
      found.push(one);
      grew = true;
    }
  }
  return found;
}

/** Whether that very process, and not another with its number, still runs. */
export function isAlive(one: HostProcess): boolean {
  const now = processOf(one.pid);
  return now !== null && now.started === one.started && now.state !== 'Z' && now.state !== 'X';
}

function openFilesOf(pid: number): string[] {
  return numbersIn(`/proc/${pid}/fd`).map((fd) => attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''));
}

export function residentKb(pid: number): number {
  const line = /^VmRSS:\s+(\d+)/m.exec(attempt(() => readFileSync(`/proc/${pid}/status`, 'utf8'), ''));
  return Number(line?.[1] ?? 0);
}

/**
 * Paths of all that is below a folder. Unlike the recursive `readdirSync`, which throws when a folder ends while it is looked
 * at and then knows of nothing, it leaves out that folder alone.
 */
function entriesBelow(folder: string, which: (entry: Dirent) => boolean = () => true): string[] {
  return attempt(() => readdirSync(folder, { withFileTypes: true }), []).flatMap((entry) => {
    const path = join(folder, entry.name);
    const below = entry.isDirectory() ? entriesBelow(path, which) : [];
    return which(entry) ? [path, ...below] : below;
  });
}

const foldersBelow = (folder: string): string[] => entriesBelow(folder, (entry) => entry.isDirectory());

/** Pids in the cgroup that is this folder, and in all below it. */
export const processesInCgroup = (folder: string): number[] =>
  entriesBelow(folder, (entry) => entry.name === 'cgroup.procs')
    .flatMap((path) => attempt(() => readFileSync(path, 'utf8'), '').split('\n'))
    .filter(Boolean)
    .map(Number);

/** Every cgroup, in whichever hierarchy, whose path has a part that contains this name. */
export function cgroupsNamed(name: string): string[] {
  const found: string[] = [];
  const search = (folder: string, depth: number): void => {
    for (const entry of attempt(() => readdirSync(folder, { withFileTypes: true }), [])) {
      if (!entry.isDirectory()) continue;
      const path = join(folder, entry.name);
      if (entry.name.includes(name)) found.push(path, ...foldersBelow(path));
      else if (depth < 4) search(path, depth + 1);
    }
  };
  search(CGROUPS, 0);
  return found;
}

/** The cgroups that these processes are in, as folders; those of the whole host left out. */
export function cgroupsOf(processes: readonly HostProcess[]): string[] {
  const found = new Set<string>();
  for (const { pid } of processes) {
    for (const line of attempt(() => readFileSync(`/proc/${pid}/cgroup`, 'utf8'), '').split('\n')) {
      const [, controllers = '', path = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      if (!path.includes('gozolite')) continue;
      for (const folder of [controllers, controllers.replace(/^name=/, ''), 'unified', '']) {
        const full = join(CGROUPS, folder, path);
        if (existsSync(full)) found.add(full);
      }
    }
  }
  return [...found];
}

/** A toolchain file system that is being built meanwhile mounts things, and so does a container engine. */
const BUILDING = /building-|mmdebstrap|docker|containerd/;

function mountsSeenBy(pid: number | 'self'): number {
  const lines = attempt(() => readFileSync(`/proc/${pid}/mountinfo`, 'utf8'), '').split('\n');
  return lines.filter((line) => !BUILDING.test(line)).length;
}

/** Network namespaces, by the processes in them and the descriptors that hold them. */
function networksOf(pids: readonly number[]): number {
  const seen = new Set<string>();
  for (const pid of pids) {
    const own = attempt(() => readlinkSync(`/proc/${pid}/ns/net`), '');
    if (own !== '') seen.add(own);
    for (const target of openFilesOf(pid)) if (target.startsWith('net:')) seen.add(target);
  }
  return seen.size;
}

const ipcObjects = (): number =>
  ['shm', 'msg', 'sem'].reduce(
    (sum, kind) =>
      sum + attempt(() => readFileSync(`/proc/sysvipc/${kind}`, 'utf8'), '\n').split('\n').length - 2,
    0,
  );

/** Ids above those of people and services are those of sandboxes. */
const FIRST_SANDBOX_ID = 65_536;

/** Users of whom the kernel keeps keys. */
const keyOwners = (): number =>
  attempt(() => readFileSync('/proc/key-users', 'utf8'), '')
    .split('\n')
    .filter((line) => Number.parseInt(line, 10) >= FIRST_SANDBOX_ID).length;

/** What is looked at, by name; the counts are equal when nothing was left. */
export type HostState = Readonly<Record<string, number>>;

export type Watched = {
  readonly pid: number;
  /** Part of the name of the cgroups to count. Default: of those that the keepers below it have made. */
  readonly cgroupName?: string;
  /** Folders of the service in which run files could be left. */
  readonly folders: readonly string[];
};

/** A keeper puts its own pid and start into the name of all it makes. */
function cgroupsOfService({ cgroupName }: Watched, keepers: readonly HostProcess[]): number {
  if (cgroupName !== undefined) return cgroupsNamed(cgroupName).length;
  return keepers.reduce((sum, one) => sum + cgroupsNamed(`-${one.pid}-${one.started}`).length, 0);
}

export function hostState(watched: Watched): HostState {
  const below = descendantsOf(watched.pid);
  const keepers = below.filter((one) => one.name === 'gozolite-keeper');
  // Keepers and below them. The rest is the service, and what has started it where that was `npm start`.
  const supervision = keepers.flatMap((one) => [one, ...descendantsOf(one.pid)]).map((one) => one.pid);
  const service = [watched.pid, ...below.map((one) => one.pid)].filter((pid) => !supervision.includes(pid));
  // The service, what it started, and what that forked are the platform's; the rest are sandboxes.
  const platform = [
    watched.pid,
    ...below.filter((one) => one.name.startsWith('gozolite')).map((one) => one.pid),
  ];
  const state: Record<string, number> = {
    processes: below.length,
    cgroups: cgroupsOfService(watched, keepers),
    'mounts of the host': mountsSeenBy('self'),
    'mounts of the service': platform.reduce((sum, pid) => sum + mountsSeenBy(pid), 0),
    'network namespaces': networksOf([watched.pid, ...below.map((one) => one.pid)]),
    'System V objects of the host': ipcObjects(),
    'ids of sandboxes with keys': keyOwners(),
    'files in /dev/shm': attempt(() => readdirSync('/dev/shm'), []).length,
    // Its sockets are its clients'.
    'descriptors of the service': service
      .flatMap(openFilesOf)
      .filter((target) => !target.startsWith('socket:')).length,
    'descriptors below it': supervision.flatMap(openFilesOf).length,
  };
  for (const folder of watched.folders) {
    state[`entries of ${folder}`] = entriesBelow(folder).length;
  }
  return state;
}

/** What there is more of than before, in words; empty when nothing was left behind. */
export function leftBehind(before: HostState, after: HostState): string[] {
  return Object.entries(after)
    .filter(([name, count]) => count > (before[name] ?? 0))
    .map(([name, count]) => `${name}: ${before[name] ?? 0} before, ${count} after`);
}

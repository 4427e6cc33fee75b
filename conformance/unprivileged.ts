/**
 * Lets root start the service as a user without any rights, with what such a user needs on a host: subordinate ids, and
 * a cgroup in every hierarchy that was delegated to it.
 *
 * What always holds: the user exists only in files bound over /etc/passwd and its like in a mount namespace of the
 * service's own, and so never on the host; the cgroups carry this process's id, and are removed.
 */
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './waiting.ts';

const USER = { name: 'gozolite-nobody', uid: 61_234 } as const;
/** Far from what distributions hand out, and from what the supervisor takes when it is root. */
const SUBORDINATE = { first: 700_000_000, count: 65_536 } as const;

export type Unprivileged = AsyncDisposable & {
  readonly launch: (command: readonly string[]) => readonly [string, ...string[]];
  /** Settings of a service that runs so. */
  readonly settings: Readonly<Record<string, string>>;
};

export function unprivileged(): Unprivileged {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-user-'));
  const { name, uid } = USER;
  const range = `${name}:${SUBORDINATE.first}:${SUBORDINATE.count}\n`;
  const files = {
    passwd: `${readFileSync('/etc/passwd', 'utf8')}${name}:x:${uid}:${uid}::/nonexistent:/bin/sh\n`,
    group: `${readFileSync('/etc/group', 'utf8')}${name}:x:${uid}:\n`,
    subuid: range,
    subgid: range,
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text, { mode: 0o644 });
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  for (const path of [folder, cache]) chownSync(path, uid, uid);
  for (const hierarchy of hierarchies()) removeAbandoned(hierarchy);
  const cgroups = hierarchies().map(delegated);
  const script = [
    'set -e',
    ...Object.keys(files).map((file) => `mount --bind '${folder}/${file}' /etc/${file}`),
    ...cgroups.map((cgroup) => `echo $$ > '${cgroup}/cgroup.procs'`),
    `exec setpriv --reuid ${uid} --regid ${uid} --clear-groups --inh-caps=-all -- "$@"`,
  ].join('\n');
  const rootfs = process.env.GOZOLITE_ROOTFS ?? '/var/cache/gozolite/rootfs/current';
  return {
    launch: (command) => [
      'unshare',
      '--mount',
      '--propagation',
      'private',
      '--',
      'sh',
      '-c',
      script,
      'sh',
      ...command,
    ],
    settings: { CACHE_DIR: cache, ROOTFS: existsSync(rootfs) ? rootfs : 'auto' },
    [Symbol.asyncDispose]: async () => {
      // Whoever was in them is dead, and the kernel needs a moment to know it.
      const gone = () => cgroups.map(removed).every(Boolean);
      await until(gone, { withinMs: 10_000, what: 'the delegated cgroups are empty', everyMs: 50 });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The mount points of the cgroup hierarchies that a sandbox needs. */
function hierarchies(): string[] {
  const wanted = new Set(['memory', 'pids', 'cpu', 'cpuacct']);
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, point = '', type = '', options = ''] =
        /^\S+ \S+ \S+ \S+ (\S+) .* - (cgroup2?) \S+ (\S+)$/.exec(line) ?? [];
      const useful = type === 'cgroup2' || options.split(',').some((option) => wanted.has(option));
      return useful && point !== '' ? [point] : [];
    });
}

function delegated(hierarchy: string): string {
  const path = join(hierarchy, `gozolite-user-${process.pid}`);
  mkdirSync(path, { recursive: true });
  chownSync(path, USER.uid, USER.uid);
  for (const file of ['cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control', 'tasks']) {
    const full = join(path, file);
    if (existsSync(full)) chownSync(full, USER.uid, USER.uid);
  }
  return path;
}

/** What a test that was killed has left. */
function removeAbandoned(hierarchy: string): void {
  for (const name of readdirSync(hierarchy)) {
    const [, pid] = /^gozolite-user-(\d+)$/.exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removed(join(hierarchy, name));
  }
}

/** Whether it, and all below it, is gone. */
function removed(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true }))
      if (entry.isDirectory()) removed(join(path, entry.name));
    rmdirSync(path);
  } catch {
    // Not empty yet.
  }
  return !existsSync(path);
}

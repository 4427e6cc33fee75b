/**
 * What the kernel says about control groups here: which hierarchies are mounted, where, and in which group of each the
 * supervisor would make its own. Read from /proc only; nothing is made.
 */
import type { Host } from './host.ts';

export type CgroupMode = 'v2' | 'v1' | 'hybrid' | 'none';

export type Hierarchy = {
  /** The group in which sandboxes are made: the one that is configured, else for root the topmost, else this process's own. */
  readonly folder: string;
  /** This process's own group. */
  readonly own: string;
  readonly mount: string;
  readonly readOnly: boolean;
};

export type Cgroups = {
  readonly mode: CgroupMode;
  readonly v2: Hierarchy | null;
  /** By controller. */
  readonly v1: ReadonlyMap<string, Hierarchy>;
};

export const NEEDED_CONTROLLERS = ['memory', 'pids', 'cpu'] as const;
/** v2 has the accounting of CPU time built in. */
export const NEEDED_V1_CONTROLLERS = [...NEEDED_CONTROLLERS, 'cpuacct'] as const;

/** `configured` is the setting GOZOLITE_CGROUP: a path below every hierarchy, or a whole one. */
export function readCgroups(host: Host, configured: string | null): Cgroups {
  const membership = memberships(host.read('/proc/self/cgroup') ?? '');
  const v1 = new Map<string, Hierarchy>();
  let v2: Hierarchy | null = null;
  const base = { configured, privileged: host.uid === 0 };
  for (const mount of cgroupMounts(host.read('/proc/self/mountinfo') ?? '')) {
    if (mount.type === 'cgroup2') {
      v2 = hierarchy(mount, membership.get('') ?? '/', base);
      continue;
    }
    for (const controller of mount.options) {
      const path = membership.get(controller);
      if (path !== undefined) v1.set(controller, hierarchy(mount, path, base));
    }
  }
  return {
    mode: modeOf(
      v2 !== null,
      NEEDED_CONTROLLERS.some((name) => v1.has(name)),
    ),
    v2,
    v1,
  };
}

function modeOf(unified: boolean, legacy: boolean): CgroupMode {
  if (unified) return legacy ? 'hybrid' : 'v2';
  return legacy ? 'v1' : 'none';
}

type Mount = {
  readonly type: string;
  readonly root: string;
  readonly point: string;
  readonly options: readonly string[];
  readonly readOnly: boolean;
};

/** Lines of mountinfo: `id parent dev root point options [optional...] - type source superoptions`. */
function cgroupMounts(mountinfo: string): readonly Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root, point, options = ''] = left.split(' ');
    const [type, , superOptions = ''] = right.split(' ');
    if (root === undefined || point === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    const readOnly = [...options.split(','), ...superOptions.split(',')].includes('ro');
    return [{ type, root, point, options: superOptions.split(','), readOnly }];
  });
}

/** By controller, `''` for v2. Lines of /proc/self/cgroup: `id:controllers:path`. */
function memberships(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, controllers, ...path] = line.split(':');
    if (controllers === undefined) continue;
    for (const controller of controllers.split(',')) found.set(controller, path.join(':'));
  }
  return found;
}

type Base = { readonly configured: string | null; readonly privileged: boolean };

function hierarchy(mount: Mount, path: string, { configured, privileged }: Base): Hierarchy {
  const inMount = mount.root !== '/' && path.startsWith(mount.root) ? path.slice(mount.root.length) : path;
  const own = below(mount, inMount);
  const folder = configured === null ? (privileged ? mount.point : own) : below(mount, configured);
  return { folder, own, mount: mount.point, readOnly: mount.readOnly };
}

function below({ point }: Mount, path: string): string {
  const rest = path.startsWith(point) ? path.slice(point.length) : path;
  return `${point}/${rest.replace(/^\/+/, '')}`.replace(/\/+$/, '');
}

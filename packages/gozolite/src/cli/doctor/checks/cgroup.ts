/**
 * Control groups: which kind there is, whether it has the controllers the limits need, and whether this user may make
 * groups in it.
 */
import {
  type Cgroups,
  type Hierarchy,
  NEEDED_CONTROLLERS,
  NEEDED_V1_CONTROLLERS,
  readCgroups,
} from '../cgroups.ts';
import { type Check, fail, ok, type Subject, skip, warn } from '../check.ts';

const USER_DELEGATION =
  '`sudo mkdir -p /etc/systemd/system/user@.service.d && ' +
  "printf '[Service]\\nDelegate=cpu memory pids\\n' | sudo tee /etc/systemd/system/user@.service.d/delegate.conf && " +
  'sudo systemctl daemon-reload`, then log in again';
const SCOPE = '`systemd-run --user --scope -p Delegate=yes npm start`';

export const cgroupMode: Check = {
  id: 'cgroup',
  title: 'control groups',
  run({ host, settings }) {
    const { mode, v2, v1 } = readCgroups(host, settings.cgroup);
    switch (mode) {
      case 'none':
        return fail(
          'no cgroup file system is mounted',
          'Mount it: `sudo mount -t cgroup2 none /sys/fs/cgroup`; in a container, run it with `--cgroupns=private` and a writable /sys/fs/cgroup.',
        );
      case 'v2':
        return ok(`v2 at ${v2?.mount}`);
      case 'v1':
      case 'hybrid':
        return ok(`${mode}, controllers ${[...v1.keys()].filter((name) => !name.includes('=')).join(' ')}`);
    }
  },
};

export const cgroupControllers: Check = {
  id: 'cgroup-controllers',
  title: 'controllers',
  run({ host, settings }) {
    const cgroups = readCgroups(host, settings.cgroup);
    if (cgroups.mode === 'none') return skip('no control groups');
    const available = availableControllers({ host, cgroups });
    const needed = cgroups.mode === 'v2' ? NEEDED_CONTROLLERS : NEEDED_V1_CONTROLLERS;
    const missing = needed.filter((name) => !available.has(name));
    if (missing.length === 0) return ok(needed.join(', '));
    const seen = `no ${missing.join(', ')} controller${cgroups.mode === 'v2' ? ` in ${cgroups.v2?.folder}` : ''}`;
    if (cgroups.mode === 'v2' && host.uid !== 0)
      return fail(seen, `Delegate them to users: ${USER_DELEGATION}.`);
    return fail(
      seen,
      missing.includes('memory')
        ? 'Boot the kernel with `cgroup_enable=memory swapaccount=1` on its command line.'
        : 'Mount them, or boot with cgroup v2: `systemd.unified_cgroup_hierarchy=1` on the kernel command line.',
    );
  },
};

export const cgroupDelegation: Check = {
  id: 'cgroup-delegation',
  title: 'delegation',
  run({ host, settings }) {
    const cgroups = readCgroups(host, settings.cgroup);
    const needed = neededHierarchies(cgroups);
    if (needed.length === 0) return skip('no control groups');
    const readOnly = needed.find((hierarchy) => hierarchy.readOnly);
    if (readOnly !== undefined) {
      return fail(
        `${readOnly.mount} is mounted read-only`,
        `Mount it writable: \`mount -o remount,rw ${readOnly.mount}\`; a container needs \`--privileged\` for that.`,
      );
    }
    const closed = needed.find(({ folder }) => !host.may('write', folder));
    if (closed === undefined) return ok(`groups can be made in ${needed[0]?.folder}`);
    const seen = `${host.user} may not make groups in ${closed.folder}`;
    if (cgroups.mode === 'v2') return fail(seen, `Start it in a group of its own: ${SCOPE}.`);
    const folders = [...new Set(needed.map(({ mount }) => `${mount}/gozolite`))].join(' ');
    return fail(
      seen,
      `Give this user groups: \`sudo mkdir -p ${folders} && sudo chown -R ${host.user} ${folders}\` and set GOZOLITE_CGROUP=/gozolite, or run as root.`,
    );
  },
};

export const swap: Check = {
  id: 'swap',
  title: 'swap accounting',
  run({ host, settings }) {
    const cgroups = readCgroups(host, settings.cgroup);
    if (cgroups.mode === 'none') return skip('no control groups');
    const total = /^SwapTotal:\s*(\d+)/m.exec(host.read('/proc/meminfo') ?? '')?.[1] ?? '0';
    const accounted = swapAccounted({ host, cgroups });
    if (accounted === true) return ok('swap counts as memory');
    if (total === '0') return ok('not accounted, and there is no swap');
    if (accounted === null)
      return skip(`cannot be seen from the group of this process (${total} kB of swap)`);
    return warn(
      `${total} kB of swap is outside the memory limit`,
      'Boot with `swapaccount=1` on the kernel command line, or turn swap off: `sudo swapoff -a`.',
    );
  },
};

type Scene = { readonly host: Subject['host']; readonly cgroups: Cgroups };

function availableControllers({ host, cgroups }: Scene): ReadonlySet<string> {
  if (cgroups.mode !== 'v2' || cgroups.v2 === null) return new Set(cgroups.v1.keys());
  return new Set(host.read(`${cgroups.v2.folder}/cgroup.controllers`)?.trim().split(' ') ?? []);
}

/** The hierarchies in which the supervisor makes groups. */
function neededHierarchies({ mode, v2, v1 }: Cgroups): readonly Hierarchy[] {
  if (mode === 'v2') return v2 === null ? [] : [v2];
  return NEEDED_V1_CONTROLLERS.flatMap((name) => v1.get(name) ?? []);
}

/** Null when it cannot be told: the topmost group of v2 has no such files, but those in it do. */
function swapAccounted({ host, cgroups }: Scene): boolean | null {
  if (cgroups.mode !== 'v2') {
    const memory = cgroups.v1.get('memory');
    return memory !== undefined && host.exists(`${memory.folder}/memory.memsw.limit_in_bytes`);
  }
  if (cgroups.v2 === null) return null;
  const { folder, own } = cgroups.v2;
  const groups = [folder, own, ...(host.list(folder) ?? []).map((name) => `${folder}/${name}`)];
  const limited = groups.find((group) => host.exists(`${group}/memory.max`));
  return limited === undefined ? null : host.exists(`${limited}/memory.swap.max`);
}

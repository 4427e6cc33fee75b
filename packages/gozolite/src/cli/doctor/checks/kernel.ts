/**
 * The kernel itself: its age, the namespaces, system call filters and overlay it was built with.
 */
import { type Check, fail, ok, warn } from '../check.ts';

/** close_range, openat2, clone3 into a cgroup and pidfds are all there from here on. */
const OLDEST_KERNEL = [5, 10] as const;
/** From here on cgroup v2 tells the peak of memory by itself. */
const RECOMMENDED_KERNEL = [5, 19] as const;
const NAMESPACES = ['mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup', 'user'] as const;

export const kernelVersion: Check = {
  id: 'kernel',
  title: 'kernel',
  run({ host }) {
    const seen = `${host.platform} ${host.kernel}, ${host.architecture}`;
    if (host.platform !== 'linux') {
      return fail(
        seen,
        'The native backend needs Linux: run GozoLite on a Linux machine, or in a virtual one.',
      );
    }
    if (older(host.kernel, OLDEST_KERNEL)) {
      return fail(seen, `Update to Linux ${OLDEST_KERNEL.join('.')} or newer.`);
    }
    if (older(host.kernel, RECOMMENDED_KERNEL)) {
      return warn(
        seen,
        `It works; Linux ${RECOMMENDED_KERNEL.join('.')} or newer measures peak memory exactly.`,
      );
    }
    return ok(seen);
  },
};

export const namespaces: Check = {
  id: 'namespaces',
  title: 'namespaces',
  run({ host }) {
    const missing = NAMESPACES.filter((name) => !host.exists(`/proc/self/ns/${name}`));
    if (missing.length === 0) return ok(NAMESPACES.join(', '));
    return fail(
      `this kernel has no ${missing.join(', ')} namespaces`,
      'Use a distribution kernel, which has them all (CONFIG_NAMESPACES and its parts).',
    );
  },
};

export const seccomp: Check = {
  id: 'seccomp',
  title: 'seccomp',
  run({ host }) {
    const actions = host.read('/proc/sys/kernel/seccomp/actions_avail')?.trim() ?? '';
    const missing = ['kill_process', 'errno'].filter((name) => !actions.split(' ').includes(name));
    if (missing.length === 0) return ok(actions);
    return fail(
      'this kernel does not filter system calls',
      'Use a kernel built with CONFIG_SECCOMP_FILTER=y, as the distributions do.',
    );
  },
};

export const overlay: Check = {
  id: 'overlay',
  title: 'overlay',
  run({ host }) {
    if (/\boverlay\b/.test(host.read('/proc/filesystems') ?? '')) return ok('the kernel has overlayfs');
    return fail(
      'the kernel has no overlayfs loaded',
      'Load it: `sudo modprobe overlay`, and for the next boot: `echo overlay | sudo tee /etc/modules-load.d/overlay.conf`.',
    );
  },
};

function older(release: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = release.split(/[.-]/).map(Number);
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}

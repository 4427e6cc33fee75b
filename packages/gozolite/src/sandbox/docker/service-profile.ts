/**
 * The system call profile of the service's own container, in which the native backend makes its sandboxes. Pure.
 *
 * A filter is inherited: what programs in a sandbox may do has to be allowed here too, and so must what makes sandboxes.
 * What always holds: each addition has its reason here; what no list names is absent.
 */
import { listOf, type SeccompProfile } from './seccomp-profile.ts';

/** Calls that the supervisor, Node and the entry point make, which no program in a sandbox may. */
export const ADDITIONS: Readonly<Record<string, readonly string[]>> = {
  'makes namespaces, and joins the user namespace of a sandbox': ['unshare', 'setns', 'clone', 'clone3'],
  'mounts the root of a sandbox, and enters it': [
    'mount',
    'umount2',
    'fsopen',
    'fsconfig',
    'fsmount',
    'fspick',
    'move_mount',
    'open_tree',
    'mount_setattr',
    'pivot_root',
  ],
  'names a sandbox': ['sethostname'],
};

export function serviceProfile(header: string): SeccompProfile {
  const added = Object.values(ADDITIONS).flat();
  const denied = listOf(header, 'seccomp_denied').filter((name) => !added.includes(name));
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 38,
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
    ],
    syscalls: [
      { names: [...new Set([...listOf(header, 'seccomp_allowed'), ...added])], action: 'SCMP_ACT_ALLOW' },
      { names: denied, action: 'SCMP_ACT_ERRNO', errnoRet: 1 },
    ],
  };
}

/**
 * Every layer of isolation, how it is taken away, and what the product has to say then.
 */
import type { Deprivation } from './deprived.ts';

export type MissingLayer = Deprivation & {
  /** What is missing, in words. */
  readonly name: string;
  /** What the product calls the layer. */
  readonly layer: string;
  /** In what it says of the cause. */
  readonly says: RegExp;
  /** In what it says is to be done. */
  readonly remedy: RegExp;
  /** It is needed once, when the supervisor starts, and not for each sandbox. */
  readonly onlyAtStart?: true;
};

const CAPABILITIES = [
  'sys_admin',
  'setuid',
  'setgid',
  'setpcap',
  'chown',
  'fowner',
  'mknod',
  'dac_override',
  'kill',
  'sys_ptrace',
  'net_admin',
];

/** The command is run in a mount namespace of its own, in which this script was run first. */
const afterMounting = (script: string): readonly string[] => [
  'unshare',
  '--mount',
  '--propagation=private',
  'sh',
  '-c',
  `${script} && exec "$@"`,
  'sh',
];

const ON_ALL_CGROUPS = 'for at in $(findmnt -rno TARGET -t cgroup,cgroup2); do';
/** Free for a moment: what is locked here is what a keeper with these ids locks. */
const UID_BASE = 1_879_900_000;
const UID_CLAIM = `/run/gozolite-supervisor/${UID_BASE}`;

const NAMESPACES = [
  { name: 'network', flag: '0x40000000' },
  { name: 'ipc', flag: '0x08000000' },
  { name: 'uts', flag: '0x04000000' },
] as const;

export const MISSING_LAYERS: readonly MissingLayer[] = [
  {
    name: 'no cgroup hierarchy is mounted',
    through: afterMounting(
      'mount -t tmpfs none /sys/fs/cgroup && umount -R /sys/fs/cgroup && umount -R /sys/fs/cgroup',
    ),
    layer: 'cgroup',
    says: /no cgroup hierarchy here offers the \w+ controller/i,
    remedy: /Mount a cgroup hierarchy with the memory, pids and cpu controllers/,
  },
  {
    name: 'cgroups are read-only',
    through: afterMounting(`${ON_ALL_CGROUPS} mount -o remount,bind,ro "$at"; done`),
    layer: 'cgroup',
    says: /cannot make a cgroup .*Read-only file system/i,
    remedy: /Run as root, or give --cgroup a directory delegated to this user/,
  },
  {
    name: 'cgroups are hidden by an empty folder',
    through: afterMounting(`${ON_ALL_CGROUPS} mount -t tmpfs none "$at"; done`),
    layer: 'cgroup',
    says: /cgroup/i,
    remedy: /cgroup/i,
  },
  {
    name: 'no process can be moved into a cgroup',
    refuse: ['write,by=gozolite-waitin,arg2=1=EACCES'],
    layer: 'cgroup',
    says: /cannot enter the cgroups: Permission denied/i,
    remedy: /cgroups are mounted, writable, and delegated/,
  },
  {
    name: 'no process can be born in a cgroup',
    refuse: ['clone3,by=gozolite-init=EACCES'],
    layer: 'cgroup',
    says: /cannot enter the cgroups: Permission denied/i,
    remedy: /cgroups are mounted, writable, and delegated/,
  },
  {
    name: 'no seccomp',
    refuse: ['seccomp,arg0=1=ENOSYS'],
    layer: 'seccomp',
    says: /filter: Function not implemented/i,
    remedy: /CONFIG_SECCOMP_FILTER/,
  },
  {
    name: 'no seccomp for programs, though for init',
    refuse: ['seccomp,arg0=1,by=gozolite-waitin=EINVAL'],
    layer: 'seccomp',
    says: /filter: Invalid argument/i,
    remedy: /CONFIG_SECCOMP_FILTER/,
  },
  {
    name: 'no user namespaces',
    refuse: ['unshare,arg0&0x10000000=ENOSPC'],
    layer: 'user_namespace',
    says: /cannot make the user namespace/i,
    remedy: /max_user_namespaces/,
  },
  {
    name: 'ids cannot be mapped',
    refuse: ['openat,arg1~/proc/1/uid_map=EPERM'],
    layer: 'user_namespace',
    says: /cannot map the ids/i,
    remedy: /newuidmap/,
  },
  {
    name: 'a user namespace cannot be entered',
    refuse: ['setns=EPERM'],
    layer: 'user_namespace',
    says: /cannot enter the user namespace/i,
    remedy: /newuidmap/,
  },
  {
    name: 'no pid namespaces',
    refuse: ['clone3,by=gozolite-maker=ENOSPC'],
    layer: 'pid_namespace',
    says: /cannot clone init/i,
    remedy: /\/proc\/sys\/user/,
  },
  {
    name: 'clone3 is refused, as inside some containers',
    refuse: ['clone3,by=gozolite-maker=ENOSYS'],
    layer: 'pid_namespace',
    says: /cannot clone init: Function not implemented/i,
    remedy: /container that forbids it/,
  },
  {
    name: 'no mount namespaces',
    refuse: ['unshare,arg0&0x00020000=EPERM'],
    layer: 'mount_namespace',
    says: /cannot make a mount namespace: Operation not permitted/i,
    remedy: /CAP_SYS_ADMIN/,
    onlyAtStart: true,
  },
  {
    name: 'no mount namespaces for sandboxes, though for the supervisor',
    refuse: ['unshare,arg0&0x00020000,by=gozolite-init=ENOSPC'],
    layer: 'mount_namespace',
    says: /cannot make the mount namespace/i,
    remedy: /\/proc\/sys\/user/,
  },
  ...NAMESPACES.map(({ name, flag }) => ({
    name: `no ${name} namespaces`,
    refuse: [`unshare,arg0&${flag}=EPERM`],
    layer: `${name}_namespace`,
    says: new RegExp(`cannot make the ${name} namespace`, 'i'),
    remedy: /kernel with all namespaces/,
  })),
  {
    name: 'no cgroup namespaces',
    refuse: ['unshare,arg0=0x02000000=EPERM'],
    layer: 'cgroup_namespace',
    says: /cannot make the cgroup namespace/i,
    remedy: /kernel with all namespaces/,
  },
  {
    name: 'loopback cannot be brought up',
    refuse: ['ioctl,arg1=0x8914=EPERM'],
    layer: 'network_namespace',
    says: /cannot bring loopback up/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'the host name cannot be set',
    refuse: ['sethostname=EPERM'],
    layer: 'uts_namespace',
    says: /cannot set the host name/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'no overlayfs',
    refuse: ['mount,arg2~overlay=ENODEV'],
    layer: 'read_only_root',
    says: /cannot mount the overlays of the root: No such device/i,
    remedy: /overlayfs/,
  },
  {
    name: 'no tmpfs',
    refuse: ['fsopen,arg0~tmpfs=ENODEV'],
    layer: 'mount_namespace',
    says: /cannot mount the template: No such device/i,
    remedy: /tmpfs/,
    onlyAtStart: true,
  },
  {
    name: 'no tmpfs for sandboxes',
    refuse: ['fsopen,arg0~tmpfs,by=gozolite-maker=ENOMEM'],
    layer: 'mount_namespace',
    says: /cannot make the scratch tmpfs/i,
    remedy: /memory/,
  },
  {
    name: 'no /proc of their own, as inside containers that mask theirs',
    refuse: ['mount,arg2~proc=EPERM'],
    layer: 'mount_namespace',
    says: /cannot mount \/proc: Operation not permitted/i,
    remedy: /container that forbids it/,
  },
  {
    name: 'a root cannot be mounted read-only',
    refuse: ['mount,arg3&1,by=gozolite-init=EPERM'],
    layer: 'read_only_root',
    says: /cannot mount the overlays of the root: Operation not permitted/i,
    remedy: /let this process mount/,
  },
  {
    name: 'the template cannot be made read-only',
    refuse: ['mount_setattr=EPERM'],
    layer: 'mount_namespace',
    says: /cannot make the template read-only: Operation not permitted/i,
    remedy: /let this process mount/,
    onlyAtStart: true,
  },
  {
    name: 'a mount cannot be made read-only',
    refuse: ['mount_setattr,by=gozolite-init=EPERM'],
    layer: 'mount_namespace',
    says: /cannot mount the scratch tmpfs: Operation not permitted/i,
    remedy: /let this process mount/,
  },
  {
    name: 'a kernel that is too old to change a mount',
    refuse: ['mount_setattr=ENOSYS'],
    layer: 'mount_namespace',
    says: /cannot make the template read-only: Function not implemented/i,
    remedy: /5\.12 or newer/,
    onlyAtStart: true,
  },
  {
    name: 'nothing may be mounted',
    refuse: ['move_mount=EPERM', 'mount=EPERM'],
    layer: 'mount_namespace',
    says: /Operation not permitted/i,
    remedy: /mount/,
    onlyAtStart: true,
  },
  {
    name: 'the old root cannot be left',
    refuse: ['pivot_root,by=gozolite-init=EINVAL'],
    layer: 'mount_namespace',
    says: /cannot pivot into the root/i,
    remedy: /let this process mount/,
  },
  {
    name: 'the old root cannot be unmounted',
    refuse: ['umount2,by=gozolite-init=EPERM'],
    layer: 'mount_namespace',
    says: /cannot pivot into the root/i,
    remedy: /let this process mount/,
  },
  {
    name: 'privileges can be gained by exec',
    refuse: ['prctl,arg0=38=EINVAL'],
    layer: 'no_new_privileges',
    says: /Invalid argument/i,
    remedy: /prctl is permitted/,
    onlyAtStart: true,
  },
  {
    name: 'programs can gain privileges by exec',
    refuse: ['prctl,arg0=38,by=gozolite-waitin=EINVAL'],
    layer: 'no_new_privileges',
    says: /cannot set NO_NEW_PRIVS/i,
    remedy: /filter/,
  },
  {
    name: 'the bounding set cannot be emptied',
    refuse: ['prctl,arg0=24,by=gozolite-waitin=EPERM'],
    layer: 'capabilities',
    says: /cannot empty the bounding set/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'capabilities cannot be given up',
    refuse: ['capset,by=gozolite-waitin=EPERM'],
    layer: 'capabilities',
    says: /cannot drop the capabilities/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'securebits cannot be locked',
    refuse: ['prctl,arg0=28=EPERM'],
    layer: 'capabilities',
    says: /cannot lock the securebits/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'the user cannot be changed',
    refuse: ['setresuid,by=gozolite-waitin=EAGAIN'],
    layer: 'user_namespace',
    says: /cannot set the user/i,
    remedy: /Raise the limits/,
  },
  {
    name: 'groups cannot be dropped',
    refuse: ['setgroups=EPERM'],
    layer: 'user_namespace',
    says: /cannot drop the groups/i,
    remedy: /newuidmap/,
  },
  {
    name: 'init cannot be tied to its supervisor',
    refuse: ['prctl,arg0=1,by=gozolite-init=EPERM'],
    layer: 'pid_namespace',
    says: /cannot protect init/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'init can be dumped',
    refuse: ['prctl,arg0=4,by=gozolite-init=EPERM'],
    layer: 'pid_namespace',
    says: /cannot protect init/i,
    remedy: /with all capabilities/,
  },
  {
    name: 'Landlock is there, and refuses',
    refuse: ['landlock_restrict_self=EPERM'],
    layer: 'landlock',
    says: /cannot restrict with Landlock/i,
    remedy: /Landlock/,
  },
  {
    name: 'resource limits cannot be set',
    refuse: ['prlimit64,by=gozolite-waitin=EPERM'],
    layer: 'rlimits',
    says: /cannot set RLIMIT_/i,
    remedy: /CAP_SYS_RESOURCE/,
  },
  {
    name: 'descriptors cannot be closed in one go',
    refuse: ['close_range,by=gozolite-waitin=ENOSYS'],
    layer: 'sandbox',
    says: /cannot close what is not the sandbox's/i,
    remedy: /5\.12 or newer/,
  },
  {
    name: 'no more processes',
    refuse: ['clone3,by=gozolite-init=EAGAIN'],
    layer: 'sandbox',
    says: /cannot fork the payload/i,
    remedy: /Raise the limits on processes/,
  },
  {
    name: 'no more descriptors',
    refuse: ['pipe2,by=gozolite-maker=EMFILE'],
    layer: 'sandbox',
    says: /cannot make the pipes/i,
    remedy: /Raise the limits on processes, open files/,
  },
  {
    name: 'another keeper has the range of uids',
    through: ['flock', UID_CLAIM],
    given: ['--uid-base', String(UID_BASE)],
    layer: 'user_namespace',
    says: /no free block of \d+ uids/i,
    remedy: /another keeper/,
  },
  {
    name: 'a user without a range of ids',
    through: ['setpriv', '--reuid=64999', '--regid=64999', '--clear-groups'],
    layer: 'user_namespace',
    says: /no range in \/etc\/subuid and \/etc\/subgid/i,
    remedy: /usermod --add-subuids/,
  },
  ...CAPABILITIES.map((name) => ({
    name: `root without CAP_${name.toUpperCase()}`,
    through: ['setpriv', `--bounding-set=-${name}`],
    layer: 'privilege',
    says: new RegExp(`the capability CAP_${name.toUpperCase()} is missing`, 'i'),
    remedy: /as root with all capabilities/,
  })),
];

/**
 * The container of a stage, as the engine is asked for it. Pure, and the one place where what a container may do is
 * written down.
 *
 * What always holds: no network, no capability, no new privilege, no writable file but in memory, no volume, no mount of
 * the host, no log, and a user id that no other container of this service has at the time.
 */
import type { ContainerCreateOptions, HostConfig } from 'dockerode';
import type { Shape } from './shape.ts';

export type ContainerPlan = {
  readonly image: string;
  readonly shape: Shape;
  readonly uid: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The text of the system call profile. */
  readonly seccomp: string;
  readonly cpus: number;
  /** Whether the init makes the network namespace itself, which takes a hundredth of the engine's time. */
  readonly ownNetwork: boolean;
};

export const INIT_PATH = '/.gozolite/init';

const PROC_HIDDEN = [
  'acpi',
  'asound',
  'config.gz',
  'interrupts',
  'kallsyms',
  'kcore',
  'keys',
  'key-users',
  'kmsg',
  'latency_stats',
  'sched_debug',
  'scsi',
  'sys/fs',
  'sysrq-trigger',
  'timer_list',
  'timer_stats',
];
const PROC_READ_ONLY = ['bus', 'fs', 'irq', 'sys'];
/** All of it but the container's own cgroup. */
const SYS_HIDDEN = [
  'block',
  'bus',
  'class',
  'dev',
  'devices',
  'firmware',
  'fs/bpf',
  'fs/ext4',
  'fs/btrfs',
  'fs/fuse',
  'fs/pstore',
  'fs/selinux',
  'fs/xfs',
  'hypervisor',
  'kernel',
  'module',
  'power',
];

const scratch = ({ diskBytes, diskInodes }: Shape, more: string): string =>
  `rw,exec,nosuid,nodev,size=${diskBytes},nr_inodes=${diskInodes},${more}`;

/** Runtimes with a kernel of their own: the host's cgroup cannot be seen from inside, and the engine makes the network. */
const SHARES_KERNEL: ReadonlySet<string> = new Set(['runc', 'crun', 'io.containerd.runc.v2']);

export const sharesKernel = (runtime: string | null): boolean =>
  runtime === null || SHARES_KERNEL.has(runtime);

const initArguments = ({ shape, ownNetwork }: ContainerPlan): string[] => {
  if (!sharesKernel(shape.runtime)) return ['--cgroup-unseen'];
  return ownNetwork ? ['--own-network'] : [];
};

const hostConfig = (plan: ContainerPlan): HostConfig & { readonly CgroupnsMode: string } => {
  const { shape, uid, cpus } = plan;
  return {
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges', `seccomp=${plan.seccomp}`],
    Memory: shape.memoryBytes,
    // Memory and swap together: no swap.
    MemorySwap: shape.memoryBytes,
    PidsLimit: shape.tasks,
    ...(cpus > 0 ? { NanoCpus: Math.round(cpus * 1e9) } : {}),
    ...(shape.runtime === null ? {} : { Runtime: shape.runtime }),
    IpcMode: 'private',
    ShmSize: shape.diskBytes,
    CgroupnsMode: 'private',
    Privileged: false,
    AutoRemove: false,
    RestartPolicy: { Name: 'no' },
    LogConfig: { Type: 'none', Config: {} },
    Tmpfs: {
      '/box': scratch(shape, `mode=0755,uid=${uid},gid=${uid}`),
      // The engine may take the mode from the image; the owner it does not.
      '/tmp': scratch(shape, `mode=1777,uid=${uid},gid=${uid}`),
    },
    // The init sets all others. 1, not 0: with 0 a core pattern that is a pipe is still run.
    Ulimits: [{ Name: 'core', Soft: 1, Hard: 1 }],
    MaskedPaths: [
      // The image's, and nobody's business.
      '/root',
      ...PROC_HIDDEN.map((name) => `/proc/${name}`),
      ...SYS_HIDDEN.map((name) => `/sys/${name}`),
    ],
    ReadonlyPaths: PROC_READ_ONLY.map((name) => `/proc/${name}`),
  };
};

export const containerOptions = (plan: ContainerPlan): ContainerCreateOptions => ({
  Image: plan.image,
  Entrypoint: [INIT_PATH],
  Cmd: initArguments(plan),
  User: `${plan.uid}:${plan.uid}`,
  Hostname: 'sandbox',
  Env: [],
  WorkingDir: '/',
  Labels: { ...plan.labels },
  OpenStdin: true,
  // The end of the attached stream is the end of the container's input, and so of the container.
  StdinOnce: true,
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
  Tty: false,
  NetworkDisabled: plan.ownNetwork && sharesKernel(plan.shape.runtime),
  HostConfig: hostConfig(plan),
});

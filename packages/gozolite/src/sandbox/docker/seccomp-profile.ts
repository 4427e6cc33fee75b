/**
 * The system call profile of the containers, in the engine's own format, made from the supervisor's lists so that the two
 * backends allow the same. Pure.
 *
 * What always holds: what no list names is absent (ENOSYS), also where an engine would have answered EPERM; of the calls
 * that make namespaces one is allowed, with the very flags that the init needs before anything else is there, and to
 * programs the init's second filter denies that one too.
 */
type Argument = {
  readonly index: number;
  readonly value: number;
  readonly op: string;
  readonly valueTwo?: number;
};
type Rule = {
  readonly names: readonly string[];
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly Argument[];
};
export type SeccompProfile = {
  readonly defaultAction: string;
  readonly defaultErrnoRet: number;
  readonly archMap: readonly {
    readonly architecture: string;
    readonly subArchitectures: readonly string[];
  }[];
  readonly syscalls: readonly Rule[];
};

const EPERM = 1;
const ENOSYS = 38;
const ALLOW = 'SCMP_ACT_ALLOW';
const ERRNO = 'SCMP_ACT_ERRNO';

/** Every CLONE_NEW* flag. */
const NEW_NAMESPACES = 0x7e02_0000;
/** CLONE_NEWUSER and CLONE_NEWNET, and with them CLONE_NEWTIME where the kernel has it. */
const OWN_NETWORK = [0x5000_0000, 0x5000_0080];
const FILE_TYPE = 0o170_000;
const [CHARACTER_DEVICE, BLOCK_DEVICE] = [0o020_000, 0o060_000];
/** Every type of file, and what is none, but devices: an engine's format has no "anything but". */
const NODES = Array.from({ length: 16 }, (_, type) => type * 0o010_000).filter(
  (type) => type !== CHARACTER_DEVICE && type !== BLOCK_DEVICE,
);
const [UNIX, INET, INET6, NETLINK] = [1, 2, 10, 16];
const PERSONALITIES = [0, 8, 0x2_0000, 0x2_0008, 0x4_0000, 0xffff_ffff];

const equal = (index: number, value: number): Argument => ({ index, value, op: 'SCMP_CMP_EQ' });
const masked = (index: number, mask: number, value: number): Argument => ({
  index,
  value: mask,
  valueTwo: value,
  op: 'SCMP_CMP_MASKED_EQ',
});
const allow = (name: string, ...args: readonly Argument[]): Rule => ({ names: [name], action: ALLOW, args });

/** Calls that are allowed with some arguments only. What an engine's format cannot say is left to the init's filter. */
const BY_ARGUMENT: Readonly<Record<string, readonly Rule[]>> = {
  clone: [allow('clone', masked(0, NEW_NAMESPACES, 0))],
  mknod: NODES.map((type) => allow('mknod', masked(1, FILE_TYPE, type))),
  mknodat: NODES.map((type) => allow('mknodat', masked(2, FILE_TYPE, type))),
  // The kernel looks at the lower half only.
  personality: PERSONALITIES.map((value) => allow('personality', masked(0, 0xffff_ffff, value))),
  socket: [
    ...[UNIX, INET, INET6].map((family) => allow('socket', equal(0, family ?? 0))),
    allow('socket', equal(0, NETLINK ?? 0), equal(2, 0)),
  ],
  socketpair: [allow('socketpair', equal(0, UNIX ?? 0))],
};

/** Calls that would exist, and are not to; an engine that does not know the default's errno would answer EPERM. */
const ABSENT = ['clone3'];

/** The names in one list of `seccomp_lists.h`. */
export function listOf(header: string, name: string): readonly string[] {
  const body = new RegExp(`${name}\\[\\] = \\{([^;]*)\\};`).exec(header)?.[1];
  if (body === undefined) throw new Error(`There is no list ${name} in the header.`);
  return [...body.matchAll(/"([a-z0-9_]+)"/g)].map(([, call = '']) => call);
}

export function seccompProfile(header: string): SeccompProfile {
  const allowed = listOf(header, 'seccomp_allowed');
  const denied = listOf(header, 'seccomp_denied');
  const whole = allowed.filter((name) => !Object.hasOwn(BY_ARGUMENT, name));
  return {
    defaultAction: ERRNO,
    defaultErrnoRet: ENOSYS,
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
    ],
    syscalls: [
      { names: whole, action: ALLOW },
      ...allowed.flatMap((name) => BY_ARGUMENT[name] ?? []),
      ...OWN_NETWORK.map((flags) => allow('unshare', equal(0, flags))),
      { names: denied.filter((name) => name !== 'unshare'), action: ERRNO, errnoRet: EPERM },
      { names: ABSENT, action: ERRNO, errnoRet: ENOSYS },
    ],
  };
}

/** As it stands in a file. */
export const renderSeccomp = (profile: SeccompProfile): string => `${JSON.stringify(profile, null, 2)}\n`;

/**
 * Whether the supervisor may make sandboxes here: as root, or else through a user namespace of its own.
 */
import { type Check, type Finding, fail, ok, type Subject, skip } from '../check.ts';

const CAPABILITIES = {
  CAP_CHOWN: 0,
  CAP_SETGID: 6,
  CAP_SETUID: 7,
  CAP_NET_ADMIN: 12,
  CAP_SYS_ADMIN: 21,
  CAP_MKNOD: 27,
} as const;
/** Ids the supervisor hands out to sandboxes: each live run has its own. */
const NEEDED_SUBORDINATE_IDS = 65_536;

export const privilege: Check = {
  id: 'privilege',
  title: 'privilege',
  run({ host }) {
    if (host.uid !== 0) return ok(`user ${host.user} (${host.uid}): sandboxes through a user namespace`);
    const held = effectiveCapabilities(host.read('/proc/self/status') ?? '');
    const missing = Object.entries(CAPABILITIES)
      .filter(([, bit]) => (held & (1n << BigInt(bit))) === 0n)
      .map(([name]) => name);
    if (missing.length === 0) return ok('root');
    return fail(
      `root, but without ${missing.join(', ')}`,
      'In a container, start it with these capabilities (`docker run --cap-add SYS_ADMIN --cap-add NET_ADMIN ...`, or ' +
        '`--privileged`), or run GozoLite on the host itself as an ordinary user.',
    );
  },
};

export const userNamespaces: Check = {
  id: 'user-namespaces',
  title: 'user namespaces',
  run({ host }) {
    const most = host.read('/proc/sys/user/max_user_namespaces')?.trim() ?? null;
    if (most === '0') return fail('user.max_user_namespaces is 0', sysctl('user.max_user_namespaces=15000'));
    if (host.uid === 0) return ok(`user.max_user_namespaces is ${most ?? 'not set'}`);
    if (host.read('/proc/sys/kernel/unprivileged_userns_clone')?.trim() === '0') {
      return fail('kernel.unprivileged_userns_clone is 0', sysctl('kernel.unprivileged_userns_clone=1'));
    }
    if (host.read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim() === '1') {
      return fail(
        'AppArmor restricts them (kernel.apparmor_restrict_unprivileged_userns is 1, as on Ubuntu 24.04)',
        `${sysctl('kernel.apparmor_restrict_unprivileged_userns=0')} Or run as root.`,
      );
    }
    return ok(`allowed for users (user.max_user_namespaces is ${most ?? 'not set'})`);
  },
};

export const newuidmap: Check = {
  id: 'newuidmap',
  title: 'newuidmap',
  run({ host }) {
    if (host.uid === 0) return skip('not needed by root');
    const missing = ['newuidmap', 'newgidmap'].filter((program) => host.which(program) === null);
    if (missing.length === 0) return ok(`${host.which('newuidmap')}`);
    return fail(`no ${missing.join(' and ')} on the PATH`, 'Install them: `sudo apt-get install uidmap`.');
  },
};

export const subordinateIds: Check = {
  id: 'subordinate-ids',
  title: 'subordinate ids',
  run(subject) {
    if (subject.host.uid === 0) return skip('not needed by root');
    const problems = ['/etc/subuid', '/etc/subgid'].flatMap((file) => idProblem(subject, file) ?? []);
    return problems[0] ?? ok(`/etc/subuid and /etc/subgid give ${subject.host.user} a range`);
  },
};

function idProblem({ host }: Subject, file: string): Finding | null {
  const count = (host.read(file) ?? '')
    .split('\n')
    .map((line) => line.split(':'))
    .filter(([owner]) => owner === host.user || owner === String(host.uid))
    .reduce((sum, [, , size]) => sum + Number(size ?? 0), 0);
  if (count >= NEEDED_SUBORDINATE_IDS) return null;
  return fail(
    count === 0 ? `${file} has no range for ${host.user}` : `${file} gives ${host.user} only ${count} ids`,
    `Give one: \`sudo usermod --add-subuids 231072-296607 --add-subgids 231072-296607 ${host.user}\` (a range that no other user has).`,
  );
}

function sysctl(setting: string): string {
  return `Allow them: \`echo ${setting} | sudo tee /etc/sysctl.d/60-gozolite.conf && sudo sysctl --system\`.`;
}

function effectiveCapabilities(status: string): bigint {
  const hexadecimal = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return hexadecimal === undefined ? 0n : BigInt(`0x${hexadecimal}`);
}

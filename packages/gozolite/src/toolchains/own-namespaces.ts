/**
 * Commands that work on a file system under construction run in namespaces of their own: their mounts and processes end
 * with them, however they end, and never show on the host.
 */
import { BASE_ENVIRONMENT } from '../languages/template.ts';
import { runProgram } from './run-program.ts';

const NAMESPACES = [
  '--mount',
  '--pid',
  '--ipc',
  '--uts',
  '--fork',
  '--kill-child',
  '--propagation',
  'private',
];

export const OWN_NAMESPACES: readonly string[] = ['unshare', ...NAMESPACES, '--mount-proc'];

/** Makes /proc, /dev and /tmp in the file system `$1`, and becomes the rest. */
const MOUNTS = `
set -e
mount -t proc -o nosuid,nodev,noexec proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$1/tmp"
`;

/**
 * A program of this host, to which the file system has what maintainer scripts expect; `packages` becomes its package cache.
 * Descriptor 3 is standard output once more, for a program that closes the one it reports its progress on.
 */
export const besideRootfs = (
  rootfs: string,
  packages: string,
  argv: readonly string[],
): readonly string[] => {
  const script = `${MOUNTS}mount --bind "$2" "$1/var/cache/apt/archives"\nshift 2\nexec "$@" 3>&1`;
  return [...OWN_NAMESPACES, 'sh', '-c', script, 'sh', rootfs, packages, ...argv];
};

export type InsideRun = {
  readonly what: string;
  readonly rootfs: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** A program of the file system, as root in it, without network. */
export async function runInside({ what, rootfs, argv, env, signal }: InsideRun): Promise<void> {
  const script = `${MOUNTS}root=$1\nshift\ncd "$root"\nexec chroot "$root" "$@"`;
  const path = '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const all = { ...BASE_ENVIRONMENT, PATH: path, HOME: '/tmp', ...env };
  const variables = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const command = ['sh', '-c', script, 'sh', rootfs, 'env', '-i', ...variables, ...argv];
  await runProgram({ what, argv: ['unshare', ...NAMESPACES, '--net', ...command], signal });
}

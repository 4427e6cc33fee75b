/**
 * Runs the languages' own preparation steps inside a file system that is being built, and brings it into the shape that a
 * sandbox needs.
 *
 * What always holds: a step sees no network and only the file system being built; afterwards nothing in it has the setuid
 * or setgid bit, everything a program may need is readable by all, and only root can write.
 */
import { chmodSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { BASE_ENVIRONMENT } from '../languages/template.ts';
import type { Recipe } from './recipe.ts';
import { removeTree } from './remove-tree.ts';
import { runProgram } from './run-program.ts';

/** Makes /proc, /dev and /tmp in namespaces of its own, and becomes the step. */
const ENTER = `
set -e
mount -t proc -o nosuid,nodev,noexec proc "$1/proc"
mount --rbind /dev "$1/dev"
mount -t tmpfs -o nosuid,nodev,mode=1777 tmpfs "$1/tmp"
root=$1
shift
cd "$root"
exec chroot "$root" "$@"
`;

const NAMESPACES = [
  '--mount',
  '--pid',
  '--net',
  '--ipc',
  '--uts',
  '--fork',
  '--kill-child',
  '--propagation',
  'private',
];

export type StepRun = {
  readonly id: string;
  readonly step: Recipe['prepare'][number]['step'];
  readonly rootfs: string;
  readonly signal: AbortSignal;
};

export function copyLanguageFiles(recipe: Recipe, rootfs: string): void {
  mkdirSync(join(rootfs, 'opt/gozolite'), { recursive: true, mode: 0o755 });
  for (const { id, folder } of recipe.files) {
    cpSync(folder, join(rootfs, 'opt/gozolite', id), { recursive: true });
  }
}

export async function runStep({ id, step, rootfs, signal }: StepRun): Promise<void> {
  const env = {
    ...BASE_ENVIRONMENT,
    PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/tmp',
    ...step.env,
  };
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  await runProgram({
    what: `Preparing ${id} (${step.argv.join(' ').slice(0, 100)})`,
    argv: [
      'unshare',
      ...NAMESPACES,
      'sh',
      '-c',
      ENTER,
      'sh',
      rootfs,
      'env',
      '-i',
      ...variables,
      ...step.argv,
    ],
    signal,
  });
}

/** What a sandbox mounts something on. */
export const MOUNT_POINTS = ['proc', 'sys', 'dev', 'tmp', 'box', 'run', 'mnt'];
/** Left by the package manager, and of no use to a program. */
export const LEFTOVERS = [
  'etc/apt',
  'var/cache/apt',
  'var/cache/debconf',
  'var/lib/apt/lists',
  'var/log',
  'etc/machine-id',
  'etc/shadow',
  'etc/shadow-',
  'etc/gshadow',
  'etc/gshadow-',
];

export async function finishRootfs(rootfs: string, signal: AbortSignal): Promise<void> {
  for (const path of [...LEFTOVERS, 'dev', 'tmp', 'run']) removeTree(join(rootfs, path));
  for (const path of [...MOUNT_POINTS, 'var/log']) mkdirSync(join(rootfs, path), { recursive: true });
  chmodSync(rootfs, 0o755);
  const find = (what: string, ...args: string[]) =>
    runProgram({ what, argv: ['find', rootfs, '-xdev', ...args], signal });
  await find('Dropping setuid bits', '-type', 'f', '-perm', '/6000', '-exec', 'chmod', 'ug-s', '{}', '+');
  await find(
    'Making everything readable',
    '!',
    '-type',
    'l',
    '!',
    '-perm',
    '-444',
    '-exec',
    'chmod',
    'a+rX',
    '{}',
    '+',
  );
  await find(
    'Making folders readable',
    '-type',
    'd',
    '!',
    '-perm',
    '-555',
    '-exec',
    'chmod',
    'a+rx',
    '{}',
    '+',
  );
  await find(
    'Making nothing writable',
    '!',
    '-type',
    'l',
    '-perm',
    '/022',
    '-exec',
    'chmod',
    'go-w',
    '{}',
    '+',
  );
  await find('Giving everything to root', '!', '-uid', '0', '-exec', 'chown', '-h', '0:0', '{}', '+');
}

export async function sizeInMb(rootfs: string, signal: AbortSignal): Promise<number> {
  const lines = await runProgram({ what: 'Measuring', argv: ['du', '-sm', rootfs], signal });
  return Number.parseInt(lines[0] ?? '0', 10);
}

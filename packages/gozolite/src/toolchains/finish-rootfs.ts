/**
 * Brings a file system that is complete into the shape that a sandbox needs.
 *
 * What always holds: afterwards nothing in it has the setuid or setgid bit, everything a program may need is readable by
 * all, and only root can write.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { removeTree } from './remove-tree.ts';
import { runProgram } from './run-program.ts';

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

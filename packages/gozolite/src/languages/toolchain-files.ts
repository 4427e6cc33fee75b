/**
 * Tells cheaply whether a toolchain may have changed since it was last looked at: by the times of the files it is started
 * by, and of the folders that installing or removing anything touches. A few dozen microseconds, so every run can ask.
 */
import { readlinkSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { VersionDefinition } from './definition.ts';
import type { LoadedLanguage } from './load-languages.ts';
import { BASE_ENVIRONMENT } from './template.ts';

/** Written by every change of Debian packages, or by laying anything out by hand. */
const COMMON = [
  'var/lib/dpkg/status',
  'etc/alternatives',
  'usr/bin',
  'usr/local/bin',
  'usr/lib',
  'usr/lib/x86_64-linux-gnu',
  'opt',
  'opt/npm',
  'opt/pypi',
];
const MAX_LINKS = 8;

/** A text that differs when the toolchain may have changed. `rootfs` is a path, or `host`. */
export function toolchainFingerprint(
  { definition: { id } }: LoadedLanguage,
  version: VersionDefinition,
  rootfs: string,
): string {
  const root = rootfs === 'host' ? '/' : rootfs;
  const paths = [...COMMON.map((path) => join(root, path)), join(root, 'opt/gozolite', id)];
  for (const file of programs(version).map((program) => inRoot(root, program)))
    if (file !== null) paths.push(file, dirname(file));
  return [root, ...[...new Set(paths)].map(stamp)].join('\n');
}

/** What is started by name or absolute path; a path below the work folder is no part of the toolchain. */
function programs({ version, compile, run }: VersionDefinition): readonly string[] {
  const named = [version.argv[0], compile?.argv[0], run.argv[0]];
  return named.flatMap((program = '') => {
    if (program.startsWith('/')) return [program];
    if (program.includes('/') || program.includes('{')) return [];
    return (BASE_ENVIRONMENT.PATH ?? '').split(':').map((folder) => join(folder, program));
  });
}

/** The file that a path means inside the root, where links are followed within it; null when there is none. */
function inRoot(root: string, path: string): string | null {
  let inside = path;
  for (let links = 0; links < MAX_LINKS; links++) {
    const target = linkOf(join(root, inside));
    if (target === null)
      return statSync(join(root, inside), { throwIfNoEntry: false }) ? join(root, inside) : null;
    inside = resolve(dirname(inside), target);
  }
  return null;
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}

function stamp(path: string): string {
  try {
    const { ino, size, mtimeMs, ctimeMs } = statSync(path);
    return `${path} ${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return `${path} -`;
  }
}

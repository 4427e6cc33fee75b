/**
 * Where toolchain file systems are: `<root>/<digest>` each, and the link `<root>/current` to the one in use.
 *
 * What always holds: a folder with a digest for a name is complete; what is being built has a name that begins with a dot.
 */
import { readlinkSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Manifest, readManifest } from './manifest.ts';

export type InstalledRootfs = { readonly path: string; readonly manifest: Manifest };

export const BUILDING_PREFIX = '.building-';
const CURRENT = 'current';

/** The folder of file systems, when nothing else is configured. */
export function defaultRoot(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.GOZOLITE_CACHE_DIR ?? defaultCache(env), 'rootfs');
}

function defaultCache(env: NodeJS.ProcessEnv): string {
  if (process.getuid?.() === 0) return '/var/cache/gozolite';
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gozolite');
}

export const currentLink = (root: string): string => join(root, CURRENT);

/** What the link to the file system in use says; null when there is none. Cheap, to see whether it changes. */
export function linkedRootfs(root: string): string | null {
  try {
    return readlinkSync(currentLink(root));
  } catch {
    return null;
  }
}

/** The file system in use, by its real path; null when none is installed. */
export function currentRootfs(root: string): InstalledRootfs | null {
  try {
    readlinkSync(currentLink(root));
    const path = realpathSync(currentLink(root));
    const manifest = readManifest(path);
    return manifest === null ? null : { path, manifest };
  } catch {
    return null;
  }
}

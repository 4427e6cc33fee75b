/**
 * Puts a new file system into use in one step, and removes old ones that nothing uses any more.
 */
import { readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BUILDING_PREFIX, currentLink, type InstalledRootfs } from './places.ts';
import { removeTree } from './remove-tree.ts';

/** Makes `installed` the one in use. Services that run see it by themselves, and what runs there ends on the old one. */
export function switchTo(root: string, installed: InstalledRootfs, previous: InstalledRootfs | null): void {
  const link = join(root, `${BUILDING_PREFIX}link`);
  rmSync(link, { force: true });
  symlinkSync(basename(installed.path), link);
  renameSync(link, currentLink(root));
  removeUnused(root, [installed.path, ...(previous === null ? [] : [previous.path])]);
}

/** Removes the file systems below `root` other than `kept`, unless a process sees one of them. */
function removeUnused(root: string, kept: readonly string[]): void {
  const names = readdirSync(root)
    .filter((name) => /^[0-9a-f]{32}$/.test(name))
    .filter((name) => !kept.some((path) => basename(path) === name));
  if (names.length === 0) return;
  const mounts = everyMount();
  for (const name of names) if (!mounts.includes(join(root, name))) removeTree(join(root, name));
}

/** What is mounted for any process: a sandbox names the file system that its layers are made of. */
function everyMount(): string {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return [...new Set(processes.map((pid) => readIfThere(`/proc/${pid}/mountinfo`)))].join('\n');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

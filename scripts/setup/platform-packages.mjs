/**
 * The packages that hold a program for one kind of machine, of which the lock file names one for each.
 *
 * They are optional, so npm leaves one out that it could not fetch, and says that all went well. Optional packages that name
 * no kind of machine are none of these: either nothing needs them, or they belong to one of another kind.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {string | readonly string[]} Names */
/** @typedef {{ version?: string, optional?: boolean, os?: Names, cpu?: Names, libc?: Names }} Entry */

/**
 * @param {string} root
 * @returns {readonly string[]} the names of those for this machine that are not in node_modules as the lock file has them
 */
export function absentPrograms(root) {
  /** @type {{ packages: Record<string, Entry> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([, entry]) => entry.optional === true && isForThisMachine(entry))
    .filter(([place, { version }]) => versionAt(join(root, place)) !== version)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));
}

/** @param {Entry} entry */
function isForThisMachine({ os, cpu, libc }) {
  if (os === undefined && cpu === undefined) return false;
  return (
    fits(os, process.platform) && fits(cpu, process.arch) && (libc === undefined || fits(libc, ownLibc()))
  );
}

/**
 * `!` before a name excludes it, as npm has it.
 *
 * @param {Names | undefined} names
 * @param {string} own
 */
function fits(names, own) {
  const all = [names ?? []].flat();
  const wanted = all.filter((name) => !name.startsWith('!'));
  return !all.includes(`!${own}`) && (wanted.length === 0 || wanted.includes(own));
}

function ownLibc() {
  const { glibcVersionRuntime } = Reflect.get(process.report.getReport(), 'header');
  return glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/** @param {string} folder */
function versionAt(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}

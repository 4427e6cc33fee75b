/**
 * Remembers from which inputs something was made, so that it is made again when they change and never otherwise.
 * A stamp holds a digest of the inputs' names and contents: times and clocks play no part.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} root
 * @param {readonly string[]} files relative to `root`
 * @returns {string}
 */
export function digestOf(root, files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/**
 * @param {string} stamp
 * @param {string} digest
 * @returns {boolean}
 */
export function isFresh(stamp, digest) {
  try {
    return readFileSync(stamp, 'utf8') === digest;
  } catch {
    return false;
  }
}

/**
 * @param {string} stamp
 * @param {string} digest
 */
export function writeStamp(stamp, digest) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

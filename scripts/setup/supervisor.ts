/**
 * The supervisor: built from `native/` when its sources are not those it was last built from.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { SetupError, say } from './say.ts';
import { digestOf, isFresh, writeStamp } from './stamp.mjs';
import { BUILD, ensurePackages } from './system-packages.ts';

export function ensureSupervisor(root: string): void {
  const native = join(root, 'native');
  const digest = digestOf(root, sources(root, native));
  const stamp = join(native, 'build', '.sources');
  if (existsSync(join(native, 'build', 'gozolite-supervisor')) && isFresh(stamp, digest)) return;
  ensurePackages(BUILD, 'build the supervisor');
  say('building the supervisor');
  const { status, stdout, stderr } = spawnSync('make', ['-C', native, `-j${availableParallelism()}`], {
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}`);
    throw new SetupError(
      'The supervisor does not build; the lines above are make’s own. `make -C native` shows them again.',
    );
  }
  writeStamp(stamp, digest);
}

function sources(root: string, native: string): readonly string[] {
  return readdirSync(native, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (entry.name === 'Makefile' || !/\.(md|o|d)$/.test(entry.name)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('native/build'))
    .sort();
}

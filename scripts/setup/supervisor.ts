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
  make(native, []);
  writeStamp(stamp, digest);
}

/** The programs of the supervisor's own tests, for a machine that has no compiler. */
export function buildSupervisorTests(root: string): void {
  ensurePackages(BUILD, 'build the supervisor’s tests');
  make(join(root, 'native'), ['build/suite', 'build/attack']);
}

function make(native: string, targets: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(
    'make',
    ['-C', native, `-j${availableParallelism()}`, ...targets],
    {
      encoding: 'utf8',
    },
  );
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}`);
  throw new SetupError(
    'The supervisor does not build; the lines above are make’s own. `make -C native` shows them again.',
  );
}

function sources(root: string, native: string): readonly string[] {
  const files = readdirSync(join(native, 'src')).map((name) => join(native, 'src', name));
  return [join(native, 'Makefile'), ...files].map((path) => relative(root, path)).sort();
}

/**
 * `node scripts/run.mjs SCRIPT [ARG...]`: how every npm script that needs more than npm itself starts. Installs the npm
 * packages when the lock file asks for others than are there, then runs the script under a Node that is new enough.
 *
 * It runs in a fresh clone, under Node 20, with nothing installed.
 */
import { delimiter, join } from 'node:path';
import { underNode24 } from '../packages/gozolite/bin/node24.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

const root = join(import.meta.dirname, '..');
const script = process.argv[2] ?? '';
const problem = ensureDependencies(root);
if (problem === null) {
  // Debian's users have no `sbin` on their path, and what root does for them needs it.
  const folders = [
    join(root, 'node_modules', '.bin'),
    process.env.PATH,
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
  ];
  process.env.PATH = folders.join(delimiter);
  await underNode24(import.meta.filename, async () => {
    process.argv.splice(1, 1);
    await import(join(root, script));
  });
} else {
  process.stderr.write(`gozolite: ${problem}\n`);
  if (script === 'scripts/test.ts') process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}

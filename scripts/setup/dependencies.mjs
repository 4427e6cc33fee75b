/**
 * The npm packages: installed when what the lock file asks for is not what was installed last.
 *
 * `npm install` with the lock file left as it is, rather than `npm ci`: the latter refuses a lock file that names another
 * platform's optional binary when the registry lacks it. No package's install script is run.
 *
 * What always holds: what counts as installed has the programs for this machine, too, which npm does without when it has to.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { absentPrograms } from './platform-packages.mjs';
import { retried } from './retried.mjs';
import { digestOf, isFresh, writeStamp } from './stamp.mjs';

/** npm itself does not fetch a package again that was cut short, and here has seconds of patience with a registry. */
const PAUSES_S = [5, 15, 30];

/**
 * @param {string} root
 * @param {readonly number[]} [pauses] in seconds, before another try
 * @returns {string | null} null when all is there, else a sentence that says what is wrong
 */
export function ensureDependencies(root, pauses = PAUSES_S) {
  const workspaces = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`);
  const digest = digestOf(root, ['package.json', 'package-lock.json', ...workspaces.sort()]);
  const stamp = join(root, 'node_modules', '.gozolite-dependencies');
  if (isFresh(stamp, digest)) return null;
  process.stderr.write('gozolite: installing the npm packages\n');
  const { error } = spawnSync('npm', ['--version'], { stdio: 'ignore' });
  if (error !== undefined)
    return `npm could not be started (${error.message}). Install npm, then run this again.`;
  try {
    retried(pauses, () => install(root));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `${why} Check the network, then run this again.`;
  }
  writeStamp(stamp, digest);
  return null;
}

/** @param {string} root */
function install(root) {
  const options = [
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
  ];
  // With npm's own retries a machine without a network would be told so after a quarter of an hour, at every try.
  const retries = ['--fetch-retries=2', '--fetch-retry-factor=2', '--fetch-retry-mintimeout=500'];
  const { status } = spawnSync(
    'npm',
    ['install', ...options, ...retries, '--loglevel=error', '--no-update-notifier'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0)
    throw new Error('The npm packages could not be installed; the lines above are npm’s own.');
  const absent = absentPrograms(root);
  if (absent.length > 0)
    throw new Error(`npm could not fetch all that this machine needs: ${absent.join(', ')}.`);
}

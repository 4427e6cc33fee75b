/**
 * The npm packages: installed when what the lock file asks for is not what was installed last.
 *
 * `npm install` with the lock file left as it is, rather than `npm ci`: the latter refuses a lock file that names another
 * platform's optional binary when the registry lacks it. No package's install script is run.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, isFresh, writeStamp } from './stamp.mjs';

/**
 * @param {string} root
 * @returns {string | null} null when all is there, else a sentence that says what is wrong
 */
export function ensureDependencies(root) {
  const workspaces = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/package.json`);
  const digest = digestOf(root, ['package.json', 'package-lock.json', ...workspaces.sort()]);
  const stamp = join(root, 'node_modules', '.gozolite-dependencies');
  if (isFresh(stamp, digest)) return null;
  process.stderr.write('gozolite: installing the npm packages\n');
  const options = [
    '--no-save',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
  ];
  // With npm's own retries a machine without a network would be told so after a quarter of an hour.
  const retries = ['--fetch-retries=2', '--fetch-retry-factor=2', '--fetch-retry-mintimeout=500'];
  const { error, status } = spawnSync(
    'npm',
    ['install', ...options, ...retries, '--loglevel=error', '--no-update-notifier'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (error !== undefined)
    return `npm could not be started (${error.message}). Install npm, then run this again.`;
  if (status !== 0) {
    return 'The npm packages could not be installed; the lines above are npm’s own. Check the network, then run this again.';
  }
  writeStamp(stamp, digest);
  return null;
}

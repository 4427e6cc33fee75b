/**
 * `npm run toolchains`: what there is and what is installed. `npm run toolchains -- SET|LANGUAGE[@RELEASE]...` installs,
 * `-- remove ...`, `-- verify ...` and `-- install --refresh ...` do what the command `gozolite toolchains` does, as root
 * where that is needed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { asRoot, obtainRoot } from './setup/root.ts';
import { SetupError, say } from './setup/say.ts';
import { ensureSupervisor } from './setup/supervisor.ts';
import { ensurePackages, TOOLCHAINS } from './setup/system-packages.ts';

const COMMANDS = ['install', 'list', 'remove', 'verify', 'help'];

const root = join(import.meta.dirname, '..');
const gozolite = join(root, 'packages/gozolite/bin/gozolite.mjs');

try {
  process.exitCode = run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

function run(words: readonly string[]): number {
  const [first = 'list'] = words;
  const isCommand = COMMANDS.includes(first) || first.startsWith('-');
  const args = isCommand ? (words.length === 0 ? [first] : words) : ['install', ...words];
  const argv = [process.execPath, gozolite, 'toolchains', ...args];
  if (args[0] === 'verify') ensureSupervisor(root);
  if (args[0] === 'install') ensurePackages(TOOLCHAINS, 'build a file system of toolchains');
  const needsRoot = args[0] === 'install' || args[0] === 'remove' || args[0] === 'verify';
  const [program = '', ...rest] = needsRoot ? privileged(`${args[0]} toolchains`, argv) : argv;
  return spawnSync(program, rest, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

function privileged(purpose: string, argv: readonly string[]): readonly string[] {
  const privilege = obtainRoot(purpose);
  if (!privilege.available) throw new SetupError(`To ${purpose}, root is needed: ${privilege.reason}.`);
  process.env.GOZOLITE_CACHE_DIR ??= '/var/cache/gozolite';
  return asRoot(privilege.prefix, argv);
}

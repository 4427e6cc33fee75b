/**
 * `npm start`: sets up what is missing, then serves. What needs root is done with root when it can be had; without it
 * the service runs unprivileged, with the programs that this machine has. Arguments are passed on to `gozolite serve`;
 * `npm start -- --no-root` asks for root for nothing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runInPlace } from '../packages/gozolite/bin/node24.mjs';
import { asRoot, forgoRoot, obtainRoot, type Root } from './setup/root.ts';
import { SetupError, say } from './setup/say.ts';
import { ensureSupervisor } from './setup/supervisor.ts';
import { missing, UNPRIVILEGED } from './setup/system-packages.ts';
import { ensureToolchains, toolchainRootfs } from './setup/toolchains.ts';

const root = join(import.meta.dirname, '..');
const gozolite = join(root, 'packages/gozolite/bin/gozolite.mjs');
const args = process.argv.slice(2).filter((word) => word !== '--no-root');
if (args.length < process.argv.length - 2) forgoRoot('--no-root was given');

try {
  ensureSupervisor(root);
  const privilege = obtainRoot('make sandboxes');
  const rootfs = process.env.GOZOLITE_ROOTFS ?? 'auto';
  if (rootfs === 'auto' && toolchainRootfs() === null) setUpToolchains(privilege);
  await serve(privilege);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

function setUpToolchains(privilege: Root): void {
  if (!privilege.available) {
    say(
      `a file system of toolchains cannot be built (${privilege.reason}): serving the languages that this machine has`,
    );
    return;
  }
  try {
    ensureToolchains(root, ['starter']);
    say('a first handful of languages is installed; for more, also while this runs, in another terminal:');
    say(
      '  npm run toolchains -- core    thirty languages, about five minutes; or standard, or all, or some by name',
    );
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    say('meanwhile, serving the languages that this machine has');
  }
}

async function serve(privilege: Root): Promise<void> {
  const command = [process.execPath, gozolite, 'serve', ...args];
  if (!privilege.available) {
    say(`serving without root (${privilege.reason}): sandboxes are made in a user namespace`);
    for (const name of missing(UNPRIVILEGED)) {
      say(`that needs the package ${name}: as root, run \`apt-get install ${name}\``);
    }
    // What root has built before serves here too.
    process.env.GOZOLITE_ROOTFS ??= toolchainRootfs() ?? 'auto';
    process.exitCode = await runInPlace([...delegation(), ...command]);
  } else if (privilege.prefix.length === 0) {
    process.argv = [process.execPath, gozolite, 'serve', ...args];
    await import(gozolite);
  } else {
    // The service gives root up again: it becomes whoever started it.
    process.env.GOZOLITE_USER ??= `${process.getuid?.()}:${process.getgid?.()}`;
    process.exitCode = await runInPlace(asRoot(privilege.prefix, command));
  }
}

/** Under a systemd of the user's own, a scope brings the cgroup that an unprivileged service cannot make for itself. */
function delegation(): readonly string[] {
  const socket = join(process.env.XDG_RUNTIME_DIR ?? '/nonexistent', 'systemd/private');
  return existsSync(socket)
    ? ['systemd-run', '--user', '--scope', '--quiet', '-p', 'Delegate=yes', '--']
    : [];
}

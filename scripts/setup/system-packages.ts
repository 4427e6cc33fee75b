/**
 * What must come from the distribution, found by what it provides rather than by its package's name, so that a machine
 * that has it from elsewhere is left alone. What is missing is installed with apt when there is root for it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { retried } from './retried.mjs';
import { asRoot, obtainRoot } from './root.ts';
import { SetupError, say } from './say.ts';

/** `provides` is a command to be found on PATH, or an absolute path. */
export type Need = { readonly provides: string; readonly package: string };

/** To build the supervisor. */
export const BUILD: readonly Need[] = [
  { provides: 'gcc', package: 'gcc' },
  { provides: 'make', package: 'make' },
  { provides: '/usr/include/stdio.h', package: 'libc6-dev' },
  { provides: '/usr/include/seccomp.h', package: 'libseccomp-dev' },
];

/** To map ids into a user namespace, when the service runs without root. */
export const UNPRIVILEGED: readonly Need[] = [{ provides: 'newuidmap', package: 'uidmap' }];

/** To build a toolchain root file system. */
export const TOOLCHAINS: readonly Need[] = [
  { provides: 'mmdebstrap', package: 'mmdebstrap' },
  { provides: '/usr/share/keyrings/debian-archive-keyring.gpg', package: 'debian-archive-keyring' },
  { provides: '/etc/ssl/certs/ca-certificates.crt', package: 'ca-certificates' },
];

/** To boot the virtual machine that the `vm` suite runs in. */
export const MACHINE: readonly Need[] = [
  { provides: 'qemu-system-x86_64', package: 'qemu-system-x86' },
  { provides: 'mke2fs', package: 'e2fsprogs' },
];

/** To read the metrics as an operator's Prometheus does, and to check the alert rules. */
export const PROMETHEUS: readonly Need[] = [{ provides: 'promtool', package: 'prometheus' }];
/** To run containers, and to make an image that needs no registry. */
export const ENGINE: readonly Need[] = [
  { provides: 'dockerd', package: 'docker.io' },
  { provides: 'mmdebstrap', package: 'mmdebstrap' },
];

const PATH = (process.env.PATH ?? '').split(':');

export function missing(needs: readonly Need[]): readonly string[] {
  return needs.filter((need) => !isThere(need.provides)).map((need) => need.package);
}

function isThere(provides: string): boolean {
  if (provides.startsWith('/')) return existsSync(provides);
  return PATH.some((folder) => existsSync(join(folder, provides)));
}

/** In seconds, before another try: a mirror that is just changing, or somebody else's update, is soon over. */
const PAUSES_S = [10, 30];

/**
 * Installs what is missing. `purpose` completes "needed to ...". Throws `SetupError` when that cannot be done. `pauses` are
 * those between tries.
 */
export function ensurePackages(needs: readonly Need[], purpose: string, pauses = PAUSES_S): void {
  const packages = missing(needs);
  if (packages.length === 0) return;
  const list = packages.join(' ');
  const byHand = `apt-get install --no-install-recommends ${list}`;
  if (!isThere('apt-get')) {
    throw new SetupError(
      `To ${purpose}, this machine lacks what Debian calls: ${list}. There is no apt here; install them by the means it has, then run this again.`,
    );
  }
  const root = obtainRoot(`install ${list}`);
  if (!root.available) {
    throw new SetupError(
      `To ${purpose}, this machine lacks: ${list}. They cannot be installed for you: ${root.reason}. As root, run \`${byHand}\`, then this again.`,
    );
  }
  say(`installing system packages: ${list}`);
  // A machine that has just started is often updating itself.
  const options = ['-qq', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=600'];
  const apt = asRoot(root.prefix, ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options]);
  try {
    retried(pauses, () => updateAndInstall(apt, packages, needs));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(
      `${why} Check the network and the package sources, run \`${byHand}\` as root, then this again.`,
    );
  }
}

function updateAndInstall(apt: readonly string[], packages: readonly string[], needs: readonly Need[]): void {
  // One broken third-party source fails an update; the packages may well be known all the same.
  const update = run([...apt, 'update']);
  const install = run([...apt, 'install', '-y', '--no-install-recommends', ...packages]);
  const still = missing(needs);
  if (install.status === 0 && still.length === 0) return;
  process.stderr.write(`${update.output}${install.output}`);
  const lacking = (still.length > 0 ? still : packages).join(' ');
  throw new Error(`apt-get could not install ${lacking}; the lines above are its own.`);
}

function run(argv: readonly string[]): { readonly status: number | null; readonly output: string } {
  const [program = '', ...args] = argv;
  const { status, stdout, stderr } = spawnSync(program, args, {
    stdio: ['inherit', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, output: `${stdout}${stderr}` };
}

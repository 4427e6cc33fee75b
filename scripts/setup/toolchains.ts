/**
 * The toolchain root file system: built when there is none with the set of languages asked for. It is kept outside the
 * checkout, so that every checkout of the machine shares it.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { currentRootfs } from '../../packages/gozolite/src/toolchains/places.ts';
import { asRoot, obtainRoot } from './root.ts';
import { SetupError } from './say.ts';
import { ensurePackages, TOOLCHAINS } from './system-packages.ts';

/** Where root keeps what can be made again, whoever asks. */
const ROOTS = join(process.env.GOZOLITE_CACHE_DIR ?? '/var/cache/gozolite', 'rootfs');

/** The path of the one in use, whatever it holds; null when there is none. */
export const toolchainRootfs = (): string | null => currentRootfs(ROOTS)?.path ?? null;

/** `names` are sets and languages. */
export function ensureToolchains(root: string, names: readonly string[]): void {
  const what = names.join(' ');
  const purpose = `build a file system of toolchains (${what})`;
  ensurePackages(TOOLCHAINS, purpose);
  const privilege = obtainRoot(purpose);
  if (!privilege.available) throw new SetupError(`To ${purpose}, root is needed: ${privilege.reason}.`);
  const install = join(root, 'packages/gozolite/src/toolchains/install.ts');
  const argv = asRoot(privilege.prefix, [process.execPath, install, '--root', ROOTS, ...names]);
  const [program = '', ...args] = argv;
  const { status } = spawnSync(program, args, { cwd: root, stdio: ['inherit', 'ignore', 2] });
  if (status !== 0) {
    throw new SetupError(
      `The toolchains (${what}) could not be installed; the lines above say why. \`npm run toolchains -- ${what}\` tries again, and goes on where this ended.`,
    );
  }
}

/**
 * Installs, refreshes and removes toolchains: the functions behind `gozolite toolchains` and `npm start`.
 *
 * What always holds: the file system in use is complete, and is replaced in one step; two processes never build below one
 * root at the same time; what is installed stays installed until it is removed by name.
 */
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type LoadedLanguage, loadLanguages } from '../languages/load-languages.ts';
import { type BuildLock, lockRoot } from './build-lock.ts';
import { buildRootfs, extensible } from './build-rootfs.ts';
import { mirrorOf } from './debian-sources.ts';
import { estimateOf } from './estimate.ts';
import { currentLink, currentRootfs, type InstalledRootfs } from './places.ts';
import type { Progress } from './progress.ts';
import { isInstallable, type Recipe, recipeFor } from './recipe.ts';
import { removeTree } from './remove-tree.ts';
import { restricted, selectToolchains, toolchainName, union } from './selection.ts';
import { switchTo } from './switch-rootfs.ts';
import { ToolchainError } from './toolchain-error.ts';

export type ToolchainRequest = {
  /** Sets, ids and aliases, with or without `@release`. */
  readonly names: readonly string[];
  readonly root: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Default: the definitions that come with GozoLite. */
  readonly languages?: readonly LoadedLanguage[];
  /** Address of a Debian archive. Default: this host's own, or Debian's. */
  readonly mirror?: string;
  /** Builds from nothing, with the newest packages, even when all is there. */
  readonly refresh?: boolean;
};

/** Resolves with the file system in use, which has what was asked for. */
export async function ensureToolchains(request: ToolchainRequest): Promise<InstalledRootfs> {
  const all = request.languages ?? loadLanguages();
  const wanted = restricted(selectToolchains(all, request.names), (_, version) => isInstallable(version));
  if (wanted.length === 0 && request.names.length > 0) {
    throw new ToolchainError(`Nothing of "${request.names.join(' ')}" can be installed from packages.`);
  }
  return change(request, all, (installed) => union(all, [wanted, installed]));
}

/** Resolves with the file system in use; null when nothing is left. */
export async function removeToolchains(request: ToolchainRequest): Promise<InstalledRootfs | null> {
  const all = request.languages ?? loadLanguages();
  const unwanted = new Set(selectToolchains(all, request.names, 'whole').flatMap(({ versions }) => versions));
  const current = currentRootfs(request.root);
  if (current === null) return null;
  const keep = (installed: readonly LoadedLanguage[]) =>
    restricted(installed, (_, version) => !unwanted.has(version));
  if (keep(toolchainsIn(current, all)).length > 0) return change(request, all, keep);
  await using _lock = await lock(request);
  rmSync(currentLink(request.root), { force: true });
  removeTree(current.path);
  return null;
}

/** The toolchains that the file system has, as they are defined now. */
export function toolchainsIn(
  { manifest }: InstalledRootfs,
  languages: readonly LoadedLanguage[],
): readonly LoadedLanguage[] {
  return restricted(
    languages,
    (language, version) => manifest.languages[toolchainName(language, version)] !== undefined,
  );
}

async function change(
  request: ToolchainRequest,
  all: readonly LoadedLanguage[],
  choose: (installed: readonly LoadedLanguage[]) => readonly LoadedLanguage[],
): Promise<InstalledRootfs> {
  const { root, progress, signal, refresh = false } = request;
  const plan = () => {
    const current = currentRootfs(root);
    const recipe = recipeFor(choose(current === null ? [] : toolchainsIn(current, all)));
    return { current, recipe };
  };
  const isThere = ({ current, recipe }: ReturnType<typeof plan>) =>
    !refresh && current !== null && isBuiltFrom(current, recipe) ? current : null;
  const there = isThere(plan());
  if (there !== null) return there;
  checkHost();
  await using _lock = await lock(request);
  // Whoever had the lock may have installed it.
  const planned = plan();
  const { current, recipe } = planned;
  const meanwhile = isThere(planned);
  if (meanwhile !== null) return meanwhile;
  const base = current !== null && !refresh && extensible(current, recipe) ? current : null;
  progress.say(estimateOf(recipe, base?.manifest ?? null, root));
  const mirror = mirrorOf(request.mirror);
  const installed = await buildRootfs({ recipe, root, base, mirror, progress, signal });
  switchTo(root, installed, current);
  progress.end();
  progress.say(
    `Installed in ${installed.manifest.build_seconds} s, ${installed.manifest.size_mb} MiB: ${installed.path}`,
  );
  return installed;
}

const isBuiltFrom = ({ manifest }: InstalledRootfs, recipe: Recipe) => manifest.digest === recipe.digest;

const lock = ({ root, progress, signal }: ToolchainRequest): Promise<BuildLock> =>
  lockRoot(root, signal, () => progress.say('Another process is installing toolchains: waiting for it.'));

function checkHost(): void {
  if (process.getuid?.() !== 0) {
    throw new ToolchainError('Only root can make a file system of toolchains: run this command with sudo.');
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const [program, from] of [
    ['mmdebstrap', 'mmdebstrap'],
    ['unshare', 'util-linux'],
    ['npm', 'npm'],
  ] as const) {
    if (!folders.some((folder) => existsSync(join(folder, program)))) {
      throw new ToolchainError(`The program ${program} is needed: install the package ${from}.`);
    }
  }
}

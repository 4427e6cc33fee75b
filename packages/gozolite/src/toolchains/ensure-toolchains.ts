/**
 * Installs, verifies and removes toolchains: the functions behind `gozolite toolchains` and `npm start`.
 *
 * What always holds: the file system in use is complete, and is replaced in one step; two processes never build below one
 * root at the same time; what is installed stays installed until it is removed by name.
 */
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type LoadedLanguage, loadLanguages } from '../languages/load-languages.ts';
import { type BuildLock, lockRoot } from './build-lock.ts';
import { buildRootfs, switchTo } from './build-rootfs.ts';
import { mirrorOf } from './debian-sources.ts';
import { currentLink, currentRootfs, type InstalledRootfs } from './places.ts';
import type { Progress } from './progress.ts';
import { isInstallable, type Recipe, recipeFor } from './recipe.ts';
import { removeTree } from './remove-tree.ts';
import { selectLanguages } from './select-languages.ts';
import { ToolchainError } from './toolchain-error.ts';

export type ToolchainRequest = {
  /** Sets, ids and aliases. */
  readonly names: readonly string[];
  readonly root: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Default: the definitions that come with GozoLite. */
  readonly languages?: readonly LoadedLanguage[];
  /** Address of a Debian archive. Default: this host's own, or Debian's. */
  readonly mirror?: string;
};

const MB_PER_SECOND = 22;
const FIXED_SECONDS = 25;

/** Resolves with the file system in use, which has what was asked for. */
export async function ensureToolchains(request: ToolchainRequest): Promise<InstalledRootfs> {
  const all = request.languages ?? loadLanguages();
  const wanted = selectLanguages(all, request.names).filter(isInstallable);
  if (wanted.length === 0) {
    throw new ToolchainError(`Nothing of "${request.names.join(' ')}" can be installed from packages.`);
  }
  return change(request, all, (installed) => [...new Set([...wanted, ...installed])]);
}

/** Resolves with the file system in use; null when nothing is left. */
export async function removeToolchains(request: ToolchainRequest): Promise<InstalledRootfs | null> {
  const all = request.languages ?? loadLanguages();
  const unwanted = new Set(selectLanguages(all, request.names));
  const current = currentRootfs(request.root);
  if (current === null) return null;
  const left = languagesIn(current, all).filter((language) => !unwanted.has(language));
  if (left.length > 0) return change(request, all, () => left);
  await using _lock = await lock(request);
  rmSync(currentLink(request.root), { force: true });
  removeTree(current.path);
  return null;
}

/** The languages that the file system has as they are defined now. */
export function languagesIn(
  { manifest }: InstalledRootfs,
  languages: readonly LoadedLanguage[],
): readonly LoadedLanguage[] {
  return languages.filter(({ definition }) => manifest.languages[definition.id] !== undefined);
}

async function change(
  request: ToolchainRequest,
  all: readonly LoadedLanguage[],
  choose: (installed: readonly LoadedLanguage[]) => readonly LoadedLanguage[],
): Promise<InstalledRootfs> {
  const { root, progress, signal } = request;
  const plan = () => {
    const current = currentRootfs(root);
    const chosen = choose(current === null ? [] : languagesIn(current, all)).toSorted((a, b) =>
      a.definition.id < b.definition.id ? -1 : 1,
    );
    return { current, chosen, recipe: recipeFor(chosen) };
  };
  const before = plan();
  if (before.current !== null && isBuiltFrom(before.current, before.recipe)) return before.current;
  checkHost();
  await using _lock = await lock(request);
  const { current, chosen, recipe } = plan();
  if (current !== null && isBuiltFrom(current, recipe)) return current;
  const seconds = Math.round(FIXED_SECONDS + recipe.sizeMb / MB_PER_SECOND);
  progress.say(
    `Installing ${chosen.length} toolchains below ${root}: about ${(recipe.sizeMb / 1024).toFixed(1)} GiB, ${seconds} s on a fast line.`,
  );
  const installed = await buildRootfs({ recipe, root, mirror: mirrorOf(request.mirror), progress, signal });
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

/**
 * Builds one toolchain file system: in a folder with a temporary name, renamed when it is complete.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildDebian, debianVersions } from './debian-rootfs.ts';
import type { Mirror } from './debian-sources.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { BUILDING_PREFIX, currentLink, type InstalledRootfs } from './places.ts';
import { copyLanguageFiles, finishRootfs, runStep, sizeInMb } from './prepare-rootfs.ts';
import { type Progress, partOf } from './progress.ts';
import { type Recipe, SUITE } from './recipe.ts';
import { addNpmPackage, addPypiPackage } from './registry-packages.ts';
import { removeTree } from './remove-tree.ts';
import { ToolchainError } from './toolchain-error.ts';

export type RootfsBuild = {
  readonly recipe: Recipe;
  readonly root: string;
  readonly mirror: Mirror;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Room for downloads and for what preparation steps write in between. */
const SPARE_MB = 700;

export async function buildRootfs(build: RootfsBuild): Promise<InstalledRootfs> {
  const { recipe, root, progress, signal } = build;
  const startedAt = performance.now();
  mkdirSync(root, { recursive: true, mode: 0o755 });
  removeUnfinished(root);
  checkSpace(root, recipe);
  const path = join(root, recipe.digest);
  const target = join(root, `${BUILDING_PREFIX}${recipe.digest}`);
  try {
    await buildDebian({ ...build, target, progress: partOf(progress, 0, 0.6) });
    copyLanguageFiles(recipe, target);
    const npm = await addPackages(build, target);
    await prepare(build, target);
    progress.at(0.97, 'finishing');
    await finishRootfs(target, signal);
    const manifest: Manifest = {
      format: 1,
      digest: recipe.digest,
      built_at: new Date().toISOString(),
      build_seconds: Math.round((performance.now() - startedAt) / 1000),
      size_mb: await sizeInMb(target, signal),
      suite: SUITE,
      languages: recipe.languages,
      debian: debianVersions(target),
      npm,
      pypi: Object.fromEntries(recipe.pypi.map((spec) => spec.split('==', 2))),
    };
    writeManifest(target, manifest);
    removeTree(path);
    renameSync(target, path);
    return { path, manifest };
  } catch (error) {
    removeTree(target);
    throw error;
  }
}

/** Makes `installed` the one in use, in one step, and removes what is older than the one before it. */
export function switchTo(root: string, installed: InstalledRootfs, previous: InstalledRootfs | null): void {
  const link = join(root, `${BUILDING_PREFIX}link`);
  rmSync(link, { force: true });
  symlinkSync(basename(installed.path), link);
  renameSync(link, currentLink(root));
  const kept = new Set([installed.path, previous?.path].map((path) => basename(path ?? '')));
  for (const name of readdirSync(root)) {
    if (/^[0-9a-f]{32}$/.test(name) && !kept.has(name)) removeTree(join(root, name));
  }
}

async function addPackages(build: RootfsBuild, rootfs: string): Promise<Readonly<Record<string, string>>> {
  const { recipe, signal } = build;
  const progress = partOf(build.progress, 0.6, 0.75);
  const specs = recipe.npm.length + recipe.pypi.length;
  const integrity: Record<string, string> = {};
  let done = 0;
  for (const spec of recipe.npm) {
    progress.at(done++ / specs, `npm packages: ${spec}`);
    integrity[spec] = await addNpmPackage({ spec, rootfs, signal });
  }
  for (const spec of recipe.pypi) {
    progress.at(done++ / specs, `PyPI packages: ${spec}`);
    await addPypiPackage({ spec, rootfs, signal });
  }
  return integrity;
}

async function prepare({ recipe, progress, signal }: RootfsBuild, rootfs: string): Promise<void> {
  const part = partOf(progress, 0.75, 0.97);
  for (const [index, { id, step }] of recipe.prepare.entries()) {
    part.at(index / recipe.prepare.length, `preparing ${id}`);
    await runStep({ id, step, rootfs, signal });
  }
}

function removeUnfinished(root: string): void {
  for (const name of readdirSync(root)) {
    if (name.startsWith(BUILDING_PREFIX)) removeTree(join(root, name));
  }
}

function checkSpace(root: string, { sizeMb }: Recipe): void {
  const { bavail, bsize } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  const neededMb = sizeMb + SPARE_MB;
  if (freeMb >= neededMb) return;
  throw new ToolchainError(
    `About ${neededMb} MiB are needed below ${root}, and ${freeMb} MiB are free. Free some, or choose another place with GOZOLITE_CACHE_DIR.`,
  );
}

/**
 * Builds one toolchain file system: in a folder with a temporary name, renamed when it is complete. It begins with Debian's
 * essential packages, or, where the one in use has nothing that the new one lacks, with a copy of that.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statfsSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildFolder, openBuildFolder } from './build-folder.ts';
import { buildBase } from './debian-base.ts';
import { addDebianPackages, debianVersions } from './debian-packages.ts';
import type { Mirror } from './debian-sources.ts';
import { finishRootfs, sizeInMb } from './finish-rootfs.ts';
import { type Manifest, readManifest, removeManifest, writeManifest } from './manifest.ts';
import type { InstalledRootfs } from './places.ts';
import { prepareToolchains } from './prepare-toolchains.ts';
import { type Progress, partOf } from './progress.ts';
import { type Recipe, requestedBy, SUITE } from './recipe.ts';
import { addRegistryPackages } from './registry-packages.ts';
import { removeTree } from './remove-tree.ts';
import { retried } from './retried.ts';
import { runProgram } from './run-program.ts';
import { ToolchainError } from './toolchain-error.ts';

export type RootfsBuild = {
  readonly recipe: Recipe;
  readonly root: string;
  /** What to begin with a copy of; see `extensible`. */
  readonly base: InstalledRootfs | null;
  readonly mirror: Mirror;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** Room for downloads and for what preparation steps write in between, and its share of what is installed. */
const SPARE_MB = 500;
const SPARE_SHARE = 0.35;

/** Before another try of the essential packages, which come in one piece. */
const PAUSES_MS = [10_000, 30_000];

/**
 * Whether every package that was asked for when `installed` was built is in the recipe too: then what else the recipe has can
 * be added to a copy. Toolchains that are defined otherwise by now are prepared anew there.
 */
export function extensible({ manifest }: InstalledRootfs, recipe: Recipe): boolean {
  const wanted = new Set(requestedBy(recipe));
  const hasAll = Object.keys(manifest.languages).every((name) => recipe.toolchains[name] !== undefined);
  return hasAll && manifest.requested?.every((each) => wanted.has(each)) === true;
}

export async function buildRootfs(build: RootfsBuild): Promise<InstalledRootfs> {
  const { recipe, root, base, progress, signal } = build;
  const startedAt = performance.now();
  mkdirSync(root, { recursive: true, mode: 0o755 });
  const folder = openBuildFolder(root, recipe.digest, base === null ? 'new' : contentDigest(base.manifest));
  const { rootfs } = folder;
  if (!folder.isDone('beginning')) checkSpace(root, recipe);
  else progress.say('Going on where an interrupted installation was.');
  await begin(build, folder);
  const npm = await addPackages(build, folder);
  const debian = debianVersions(rootfs);
  const kept =
    base !== null && isUntouched(base.manifest.debian, debian) ? unchanged(base, recipe) : new Set<string>();
  await prepare(build, folder, kept);
  progress.at(0.97, 'finishing');
  await folder.stage('finished', () => finishRootfs(rootfs, signal));
  const manifest: Manifest = {
    format: 1,
    digest: recipe.digest,
    built_at: new Date().toISOString(),
    build_seconds: Math.round((performance.now() - startedAt) / 1000),
    size_mb: await sizeInMb(rootfs, signal),
    suite: SUITE,
    languages: recipe.toolchains,
    requested: requestedBy(recipe),
    debian,
    npm,
    pypi: Object.fromEntries(recipe.pypi.map((spec) => spec.split('==', 2))),
  };
  const path = join(root, contentDigest(manifest));
  if (readManifest(path) !== null) {
    // The same content is there already, and may be in use.
    folder.remove();
    return { path, manifest };
  }
  writeManifest(rootfs, manifest);
  removeTree(path);
  renameSync(rootfs, path);
  folder.remove();
  return { path, manifest };
}

/** The name of a file system: what it was made from, and the exact versions of all that went into it. */
function contentDigest({ digest, debian, npm, pypi }: Manifest): string {
  const content = [digest, ...[debian, npm, pypi].map((versions) => Object.entries(versions).toSorted())];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

async function begin({ base, ...build }: RootfsBuild, folder: BuildFolder): Promise<void> {
  const { rootfs } = folder;
  const progress = partOf(build.progress, 0, 0.1);
  await folder.stage('beginning', async () => {
    if (base === null) {
      const anew = () => {
        removeTree(rootfs);
        return buildBase({ ...build, rootfs, progress });
      };
      return retried(anew, { pausesMs: PAUSES_MS, signal: build.signal, say: progress.say });
    }
    removeTree(rootfs);
    progress.at(0, 'copying what is installed');
    const argv = ['cp', '-a', '--reflink=auto', base.path, rootfs];
    await runProgram({ what: 'Copying what is installed', argv, signal: build.signal });
    removeManifest(rootfs);
    restoreShadow(rootfs);
  });
}

/** Debian's are installed while those of other registries are fetched. A failure of one ends the other. */
async function addPackages(
  build: RootfsBuild,
  folder: BuildFolder,
): Promise<Readonly<Record<string, string>>> {
  const { recipe, progress } = build;
  const { rootfs, scratch } = folder;
  const failed = new AbortController();
  const signal = AbortSignal.any([build.signal, failed.signal]);
  const ending = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      failed.abort(error);
      throw error;
    });
  const debian = { ...build, rootfs, scratch, signal, progress: partOf(progress, 0.1, 0.65) };
  const [npm, done] = await Promise.allSettled([
    ending(addRegistryPackages({ recipe, rootfs, progress, signal })),
    ending(folder.stage('debian', () => addDebianPackages(debian))),
  ]);
  if (npm.status === 'fulfilled' && done.status === 'fulfilled') return npm.value;
  build.signal.throwIfAborted();
  throw failed.signal.reason;
}

/** Packages that bring a user of their own expect the file, which a finished file system has not. */
function restoreShadow(rootfs: string): void {
  const [passwd, shadow] = ['etc/passwd', 'etc/shadow'].map((name) => join(rootfs, name));
  if (passwd === undefined || shadow === undefined || existsSync(shadow)) return;
  const names = readFileSync(passwd, 'utf8').match(/^[^:\n]+/gm) ?? [];
  writeFileSync(shadow, names.map((name) => `${name}:*:19000:0:99999:7:::\n`).join(''), { mode: 0o600 });
}

/** Whether every package that was there still has its version: then what was prepared with them still holds. */
const isUntouched = (before: Manifest['debian'], now: Manifest['debian']) =>
  Object.entries(before).every(([name, version]) => now[name] === version);

/**
 * The toolchains that are what they were in `base`. The versions of a language share a folder, so when one of them is not, none
 * counts.
 */
function unchanged({ manifest }: InstalledRootfs, { toolchains }: Recipe): ReadonlySet<string> {
  const languageOf = (name: string) => name.split('@', 1)[0] ?? name;
  const had = Object.keys(manifest.languages);
  const changed = had.filter((name) => toolchains[name] !== manifest.languages[name]).map(languageOf);
  return new Set(had.filter((name) => !changed.includes(languageOf(name))));
}

/** Steps of toolchains that are as they were have left their result in the copy, but for those that a copy undoes. */
async function prepare(
  { recipe, progress, signal }: RootfsBuild,
  folder: BuildFolder,
  kept: ReadonlySet<string>,
): Promise<void> {
  const place = join(folder.rootfs, 'opt/gozolite');
  mkdirSync(place, { recursive: true, mode: 0o755 });
  for (const { id, folder: files } of recipe.files) {
    if ([...kept].some((name) => name === id || name.startsWith(`${id}@`))) continue;
    await folder.stage(`files ${id}`, async () => {
      removeTree(join(place, id));
      await cp(files, join(place, id), { recursive: true });
    });
  }
  const stageOf = (name: string) => `prepare ${name}`;
  await prepareToolchains({
    prepare: recipe.prepare
      .map(({ name, steps }) => ({
        name,
        steps: kept.has(name) ? steps.filter((step) => step.after_copy === true) : steps,
      }))
      .filter(({ steps }) => steps.length > 0)
      .filter(({ name }) => !folder.isDone(stageOf(name))),
    rootfs: folder.rootfs,
    progress: partOf(progress, 0.65, 0.97),
    signal,
    onDone: (name) => folder.markDone(stageOf(name)),
  });
}

function checkSpace(root: string, { sizeMb }: Recipe): void {
  const { bavail, bsize } = statfsSync(root);
  const freeMb = Math.floor((bavail * bsize) / 1024 / 1024);
  const neededMb = Math.round(sizeMb * (1 + SPARE_SHARE)) + SPARE_MB;
  if (freeMb >= neededMb) return;
  throw new ToolchainError(
    `About ${neededMb} MiB are needed below ${root}, and ${freeMb} MiB are free. Free some, or choose another place with GOZOLITE_CACHE_DIR.`,
  );
}

/**
 * What a toolchain file system is made of, from the definitions of the toolchains it is for. Pure, but for reading the
 * languages' own `files` folders.
 *
 * What always holds: the digest of a recipe covers everything that the result depends on, but for the versions that the Debian
 * mirror serves; it does not change with how languages are run, named or described.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PrepareStep, VersionDefinition } from '../languages/definition.ts';
import type { LoadedLanguage } from '../languages/load-languages.ts';
import { toolchainName } from './selection.ts';

/** Part of every digest: raised when the way of building changes. */
const BUILDER = 3;

export const SUITE = 'trixie';

/** The steps of one toolchain, in their order. */
export type Preparation = { readonly name: string; readonly steps: readonly PrepareStep[] };

export type Recipe = {
  readonly digest: string;
  /** By name of the toolchain, the digest of its part. */
  readonly toolchains: Readonly<Record<string, string>>;
  /** Packages by suite. */
  readonly debian: ReadonlyMap<string, readonly string[]>;
  /** Paths of packages to leave out. */
  readonly exclude: readonly string[];
  readonly npm: readonly string[];
  readonly pypi: readonly string[];
  /** Folders to copy to /opt/gozolite/<id>. */
  readonly files: readonly { readonly id: string; readonly folder: string }[];
  readonly prepare: readonly Preparation[];
  readonly sizeMb: number;
};

/** The packages of a recipe by their sources, to compare it with what is installed. */
export const requestedBy = ({ debian, npm, pypi }: Recipe): readonly string[] => [
  ...[...debian].flatMap(([suite, packages]) => packages.map((name) => `${suite} ${name}`)),
  ...npm.map((spec) => `npm ${spec}`),
  ...pypi.map((spec) => `pypi ${spec}`),
];

const BASE_SIZE_MB = 70;
const DEFAULT_SIZE_MB = 50;

export function recipeFor(languages: readonly LoadedLanguage[]): Recipe {
  const toolchains = languages.flatMap((language) =>
    language.versions.map((version) => ({ language, version, name: toolchainName(language, version) })),
  );
  const digests = Object.fromEntries(
    toolchains.map(({ name, language, version }) => [name, toolchainDigest(language, version)]),
  );
  const debian = new Map<string, string[]>();
  const versions = toolchains.map(({ version }) => version);
  for (const { install } of versions) {
    const suite = install?.suite ?? SUITE;
    debian.set(suite, [...(debian.get(suite) ?? []), ...(install?.debian ?? [])]);
  }
  for (const [suite, packages] of debian) debian.set(suite, unique(packages));
  return {
    digest: sha256(JSON.stringify([BUILDER, SUITE, Object.entries(digests).toSorted()])).slice(0, 32),
    toolchains: digests,
    debian,
    exclude: unique(versions.flatMap(({ install }) => install?.exclude ?? [])),
    npm: unique(versions.flatMap(({ install }) => install?.npm ?? [])),
    pypi: unique(versions.flatMap(({ install }) => install?.pypi ?? [])),
    files: languages
      .map(({ definition, folder }) => ({ id: definition.id, folder: join(folder, 'files') }))
      .filter(({ folder }) => existsSync(folder)),
    prepare: toolchains.flatMap(({ name, version: { prepare } }) =>
      prepare === undefined ? [] : [{ name, steps: prepare }],
    ),
    sizeMb: BASE_SIZE_MB + languages.reduce((sum, each) => sum + sizeOf(each), 0),
  };
}

/** Whether it comes from a package source. */
export const isInstallable = ({ install }: VersionDefinition): boolean =>
  [install?.debian, install?.npm, install?.pypi].some((list) => list !== undefined);

function toolchainDigest({ definition, folder }: LoadedLanguage, { install, prepare }: VersionDefinition) {
  const part = [install?.debian, install?.suite, install?.exclude, install?.npm, install?.pypi, prepare];
  const files = filesBelow(join(folder, 'files'));
  return sha256(JSON.stringify([BUILDER, definition.id, part, files])).slice(0, 16);
}

function filesBelow(folder: string): [string, number, string][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => [relative(folder, path), statSync(path).mode & 0o111, sha256(readFileSync(path))]);
}

/** What several versions share is counted once. */
function sizeOf({ versions }: LoadedLanguage): number {
  const installs = new Set(versions.map(({ install }) => install));
  return [...installs].reduce((sum, install) => sum + (install?.size_mb ?? DEFAULT_SIZE_MB), 0);
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

const unique = (items: readonly string[]) => [...new Set(items)].toSorted();

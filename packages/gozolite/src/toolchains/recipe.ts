/**
 * What a toolchain file system is made of, from the definitions of the languages it is for. Pure, but for reading the
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

/** Part of every digest: raised when the way of building changes. */
const BUILDER = 2;

export const SUITE = 'trixie';

export type Recipe = {
  readonly digest: string;
  /** By language, the digest of its part. */
  readonly languages: Readonly<Record<string, string>>;
  /** Packages by suite. */
  readonly debian: ReadonlyMap<string, readonly string[]>;
  /** Paths of packages to leave out. */
  readonly exclude: readonly string[];
  readonly npm: readonly string[];
  readonly pypi: readonly string[];
  /** Folders to copy to /opt/gozolite/<id>. */
  readonly files: readonly { readonly id: string; readonly folder: string }[];
  readonly prepare: readonly { readonly id: string; readonly step: PrepareStep }[];
  readonly sizeMb: number;
};

const BASE_SIZE_MB = 70;
const DEFAULT_LANGUAGE_SIZE_MB = 50;

export function recipeFor(languages: readonly LoadedLanguage[]): Recipe {
  const digests = Object.fromEntries(languages.map((each) => [each.definition.id, languageDigest(each)]));
  const versions = languages.flatMap((each) => each.versions.map((version) => ({ each, version })));
  const debian = new Map<string, string[]>();
  for (const { version } of versions) {
    const { install } = version;
    const suite = debian.get(install?.suite ?? SUITE) ?? [];
    debian.set(install?.suite ?? SUITE, suite);
    suite.push(...(install?.debian ?? []));
  }
  for (const [suite, packages] of debian) debian.set(suite, unique(packages));
  const steps = versions.flatMap(({ each, version }) =>
    (version.prepare ?? []).map((step) => ({ id: each.definition.id, step })),
  );
  return {
    digest: sha256(JSON.stringify([BUILDER, SUITE, Object.entries(digests).toSorted()])).slice(0, 32),
    languages: digests,
    debian,
    exclude: unique(versions.flatMap(({ version }) => version.install?.exclude ?? [])),
    npm: unique(versions.flatMap(({ version }) => version.install?.npm ?? [])),
    pypi: unique(versions.flatMap(({ version }) => version.install?.pypi ?? [])),
    files: languages
      .map(({ definition, folder }) => ({ id: definition.id, folder: join(folder, 'files') }))
      .filter(({ folder }) => existsSync(folder)),
    prepare: uniqueBy(steps, ({ step }) => JSON.stringify(step)),
    sizeMb: languages.reduce((sum, each) => sum + sizeOf(each), BASE_SIZE_MB),
  };
}

/** Whether anything of it comes from a package source. */
export const isInstallable = ({ versions }: LoadedLanguage): boolean =>
  versions.some(({ install }) =>
    [install?.debian, install?.npm, install?.pypi].some((list) => list !== undefined),
  );

function languageDigest({ definition, versions, folder }: LoadedLanguage): string {
  const parts = versions.map(({ install, prepare }: VersionDefinition) => [
    install?.debian,
    install?.suite,
    install?.exclude,
    install?.npm,
    install?.pypi,
    prepare,
  ]);
  return sha256(JSON.stringify([definition.id, parts, filesBelow(join(folder, 'files'))])).slice(0, 16);
}

function filesBelow(folder: string): [string, number, string][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => [relative(folder, path), statSync(path).mode & 0o111, sha256(readFileSync(path))]);
}

const sizeOf = ({ versions }: LoadedLanguage) =>
  Math.max(...versions.map(({ install }) => install?.size_mb ?? DEFAULT_LANGUAGE_SIZE_MB));

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

const unique = (items: readonly string[]) => [...new Set(items)].toSorted();

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/**
 * Where Debian packages come from: the mirror that this host itself uses, if it is a Debian, else Debian's own.
 *
 * What always holds: every source names the keyring that its signatures are checked with; none is trusted without.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SUITE } from './recipe.ts';
import { ToolchainError } from './toolchain-error.ts';

export type Mirror = { readonly archive: string; readonly security: string };

const DEFAULT_MIRROR: Mirror = {
  archive: 'http://deb.debian.org/debian',
  security: 'http://deb.debian.org/debian-security',
};

const KEYRINGS = [
  '/usr/share/keyrings/debian-archive-keyring.gpg',
  '/usr/share/keyrings/debian-archive-keyring.pgp',
];

/** `override` is the address of an archive, e.g. of a mirror nearby; security updates then still come from the default. */
export function mirrorOf(override: string | undefined, etc = '/etc'): Mirror {
  if (override !== undefined) return { ...DEFAULT_MIRROR, archive: override.replace(/\/$/, '') };
  const os = readIfThere(join(etc, 'os-release'));
  const codename = /^VERSION_CODENAME=(\S+)$/m.exec(os)?.[1];
  if (!/^ID=debian$/m.test(os) || codename === undefined) return DEFAULT_MIRROR;
  const entries = aptFiles(join(etc, 'apt')).flatMap(({ name, text }) =>
    name.endsWith('.sources') ? deb822Entries(text) : lineEntries(text),
  );
  const uriOf = (suite: string) => entries.find(({ suites }) => suites.includes(suite))?.uri;
  return {
    archive: uriOf(codename) ?? DEFAULT_MIRROR.archive,
    security: uriOf(`${codename}-security`) ?? DEFAULT_MIRROR.security,
  };
}

/** Lines for apt. `suites` are those needed besides the one that the file system is made of. */
export function sourceLines({ archive, security }: Mirror, suites: readonly string[]): readonly string[] {
  const keyring = KEYRINGS.find((path) => existsSync(path));
  if (keyring === undefined) {
    throw new ToolchainError(
      "Debian's signing keys are not installed: install the package debian-archive-keyring.",
    );
  }
  const signed = `signed-by=${keyring}`;
  return [
    `deb [${signed}] ${archive} ${SUITE} main`,
    `deb [${signed}] ${archive} ${SUITE}-updates main`,
    `deb [${signed}] ${security} ${SUITE}-security main`,
    // Suites in development let their signed index expire between updates.
    ...suites.map((suite) => `deb [${signed} check-valid-until=no] ${archive} ${suite} main`),
  ];
}

/**
 * Lets nothing but `packages` come from another suite, and what is built from the sources of those names: a program's own
 * libraries, whose names change with their versions.
 */
export function pinning(suite: string, packages: readonly string[]): string {
  const pinned = packages.flatMap((name) => [name, `src:${name}`]);
  return [
    `Package: ${pinned.join(' ')}\nPin: release n=${suite}\nPin-Priority: 990\n`,
    `Package: *\nPin: release n=${suite}\nPin-Priority: -1\n`,
  ].join('\n');
}

type Entry = { readonly uri: string; readonly suites: readonly string[] };

function deb822Entries(text: string): Entry[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) =>
      new RegExp(`^${name}:\\s*(.+)$`, 'mi').exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
    if (!field('Types').includes('deb') || field('Enabled')[0] === 'no') return [];
    return field('URIs').map((uri) => ({ uri: uri.replace(/\/$/, ''), suites: field('Suites') }));
  });
}

function lineEntries(text: string): Entry[] {
  return [...text.matchAll(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/gm)].map(([, uri = '', suite = '']) => ({
    uri: uri.replace(/\/$/, ''),
    suites: [suite],
  }));
}

function aptFiles(folder: string): { name: string; text: string }[] {
  const parts = join(folder, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).toSorted() : [];
  return [join(folder, 'sources.list'), ...names.map((name) => join(parts, name))]
    .filter((name) => /\.(list|sources)$/.test(name))
    .map((name) => ({ name, text: readIfThere(name) }));
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

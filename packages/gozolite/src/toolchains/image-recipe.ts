/**
 * Writes what a container build needs to make the same toolchain file system without mmdebstrap, which a build may not
 * run: `node packages/gozolite/src/toolchains/image-recipe.ts FOLDER NAME...`, with sets, ids and aliases as names.
 *
 * What always holds: everything comes from the language definitions; every word in a script is quoted.
 */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadLanguages } from '../languages/load-languages.ts';
import { BASE_ENVIRONMENT } from '../languages/template.ts';
import { EXCLUDED } from './debian-base.ts';
import { pinning } from './debian-sources.ts';
import { LEFTOVERS, MOUNT_POINTS } from './finish-rootfs.ts';
import { isInstallable, type Recipe, recipeFor, SUITE } from './recipe.ts';
import { restricted, selectToolchains } from './selection.ts';

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
const line = (words: readonly string[]): string => words.map(quoted).join(' ');
const script = (lines: readonly string[]): string => ['#!/bin/sh', 'set -eu', ...lines, ''].join('\n');

const PATH = '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const ARCHIVE = 'http://deb.debian.org/debian';
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.pgp';

/** In the file system itself. */
function debianScript({ debian, exclude }: Recipe): string {
  const others = [...debian.keys()].filter((suite) => suite !== SUITE);
  const paths = [...EXCLUDED, ...exclude].map((path) => `path-exclude=${path}`);
  const sources = others.map(
    (suite) => `deb [signed-by=${KEYRING} check-valid-until=no] ${ARCHIVE} ${suite} main`,
  );
  return script([
    'export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8',
    // The maintainer scripts of OpenJDK fail without this folder.
    'mkdir -p /usr/share/man/man1',
    `printf '%s\\n' ${line(paths)} > /etc/dpkg/dpkg.cfg.d/gozolite`,
    ...(others.length === 0
      ? []
      : [
          `printf '%s\\n' ${line(sources)} > /etc/apt/sources.list.d/gozolite.list`,
          `printf '%s' ${quoted(others.map((suite) => pinning(suite, debian.get(suite) ?? [])).join('\n'))} > /etc/apt/preferences.d/gozolite.pref`,
        ]),
    'apt-get -q update',
    `apt-get -q install -y --no-install-recommends ${line([...debian.values()].flat())}`,
  ]);
}

/** In a stage that has npm and pip; what it leaves below /packages is copied to the root. */
function packagesScript({ npm, pypi }: Recipe): string {
  const folder = (spec: string) => `/packages/opt/npm/${spec.replace('/', '+')}`;
  return script([
    'mkdir -p /packages/opt',
    ...npm.map((spec) =>
      [
        `mkdir -p ${quoted(folder(spec))}`,
        line([
          'npm',
          'install',
          '--prefix',
          folder(spec),
          '--ignore-scripts',
          '--no-audit',
          '--no-fund',
          '--no-save',
          spec,
        ]),
      ].join('\n'),
    ),
    ...pypi.map((spec) =>
      line([
        ...['python3', '-m', 'pip', 'install', '--no-deps', '--only-binary=:all:', '--no-compile'],
        ...['--target', `/packages/opt/pypi/${spec}`, spec],
      ]),
    ),
  ]);
}

/** In the file system itself, when all is there. */
function prepareScript({ prepare }: Recipe): string {
  const environment = (env: Readonly<Record<string, string>> | undefined) =>
    Object.entries({ ...BASE_ENVIRONMENT, PATH, HOME: '/tmp', ...env }).map(
      ([name, value]) => `${name}=${value}`,
    );
  const find = (...args: readonly string[]) => `find / -xdev ${args.join(' ')}`;
  return script([
    ...prepare
      .flatMap(({ steps }) => steps)
      .flatMap((step) => [
        line(['env', '-i', ...environment(step.env), ...step.argv]),
        // Each step finds a /tmp of its own, as it does elsewhere.
        'find /tmp -mindepth 1 -delete',
      ]),
    `rm -rf ${line([...LEFTOVERS.map((path) => `/${path}`)])}`,
    `mkdir -p ${line([...MOUNT_POINTS, 'var/log'].map((path) => `/${path}`))}`,
    find('-type f -perm /6000 -exec chmod ug-s {} +'),
    find('! -type l ! -perm -444 -exec chmod a+rX {} +'),
    find('! -type l -perm /022 -exec chmod go-w {} +'),
    find('! -uid 0 -exec chown -h 0:0 {} +'),
  ]);
}

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined || names.length === 0)
  throw new Error('Say a folder to write to, and which languages.');
const recipe = recipeFor(
  restricted(selectToolchains(loadLanguages(), names), (_, version) => isInstallable(version)),
);
mkdirSync(join(folder, 'files/opt/gozolite'), { recursive: true });
for (const { id, folder: files } of recipe.files)
  cpSync(files, join(folder, 'files/opt/gozolite', id), { recursive: true });
writeFileSync(join(folder, 'debian.sh'), debianScript(recipe));
writeFileSync(join(folder, 'packages.sh'), packagesScript(recipe));
writeFileSync(join(folder, 'prepare.sh'), prepareScript(recipe));

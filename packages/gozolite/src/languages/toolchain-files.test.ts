import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { VersionDefinition } from './definition.ts';
import { toolchainFingerprint } from './toolchain-files.ts';

const definition: VersionDefinition = {
  version: { argv: ['x', '--version'], pattern: '(.*)' },
  source: 'main.x',
  compile: { argv: ['/opt/gozolite/x/build', '{source}', '{compile_args}'] },
  run: { argv: ['./a.out'] },
};
const language = {
  definition: { id: 'x', name: 'X', aliases: [], extensions: ['.x'], set: 'all' as const, ...definition },
  versions: [definition],
  folder: '/nowhere',
};

let rootfs: string;
const write = (path: string) => {
  mkdirSync(join(rootfs, path, '..'), { recursive: true });
  writeFileSync(join(rootfs, path), 'x');
};
const long = new Date('2026-01-01T00:00:00Z');
/** Times of its own, so that a change is seen however fast the test is. */
const age = (...paths: string[]) => {
  for (const path of paths) utimesSync(join(rootfs, path), long, long);
};
const now = () => toolchainFingerprint(language, definition, rootfs);

beforeEach(() => {
  rootfs = mkdtempSync(join(tmpdir(), 'gozolite-files-'));
  for (const path of ['var/lib/dpkg/status', 'usr/lib/x-9/bin/x', 'opt/gozolite/x/build', 'usr/share/other'])
    write(path);
  mkdirSync(join(rootfs, 'usr/bin'));
  symlinkSync('/etc/alternatives/x', join(rootfs, 'usr/bin/x'));
  mkdirSync(join(rootfs, 'etc/alternatives'), { recursive: true });
  symlinkSync('/usr/lib/x-9/bin/x', join(rootfs, 'etc/alternatives/x'));
  age('var/lib/dpkg/status', 'usr/lib/x-9/bin/x', 'opt/gozolite/x/build', 'usr/share/other');
});
afterEach(() => rmSync(rootfs, { recursive: true }));

it('stays the same while nothing changes, and whatever else does', () => {
  const before = now();
  write('usr/share/other');
  expect(now()).toBe(before);
});

it.each([
  ['the program behind links that are followed within the root', () => write('usr/lib/x-9/bin/x')],
  [
    'a program that is put in its place',
    () => {
      write('usr/lib/x-9/new');
      renameSync(join(rootfs, 'usr/lib/x-9/new'), join(rootfs, 'usr/lib/x-9/bin/x'));
    },
  ],
  ['the compiler', () => write('opt/gozolite/x/build')],
  ['a part of the toolchain of its own folder', () => write('opt/gozolite/x/cache')],
  ['the packages', () => write('var/lib/dpkg/status')],
  ['the program that goes', () => rmSync(join(rootfs, 'usr/lib/x-9/bin/x'))],
] as const)('tells a change of %s', (_, change) => {
  const before = now();
  change();
  expect(now()).not.toBe(before);
});

it('differs from root to root', () => {
  expect(toolchainFingerprint(language, definition, 'host')).not.toBe(now());
});

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ensureDependencies } from './dependencies.mjs';

const { platform, arch } = process;
const LOCK = {
  packages: {
    '': { name: 'root' },
    'node_modules/plain': { version: '1.0.0' },
    'node_modules/@own/program': { version: '2.0.0', optional: true, os: [platform], cpu: [arch] },
    'node_modules/other-machine': { version: '2.0.0', optional: true, os: platform, cpu: ['mips'] },
    'node_modules/other-libc': { version: '2.0.0', optional: true, os: platform, libc: ['none'] },
    'node_modules/not-here': { version: '2.0.0', optional: true, os: [`!${platform}`] },
    'node_modules/dispensable': { version: '2.0.0', optional: true },
  },
};

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gozolite-dependencies-'));
  for (const folder of ['packages', 'bin']) mkdirSync(join(root, folder));
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCK));
  vi.stubEnv('PATH', `${root}/bin:${process.env.PATH}`);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** An npm whose installations are these scripts, one after the other. */
function npm(...installations: readonly string[]): void {
  const cases = installations.map((script, at) => `${at + 1}) ${script};;`).join('\n');
  const script = `#!/bin/sh
[ "$1" = install ] || exit 0
echo >> tries
case $(wc -l < tries) in
${cases}
esac
`;
  writeFileSync(join(root, 'bin/npm'), script, { mode: 0o755 });
}

const tries = () => readFileSync(join(root, 'tries'), 'utf8').length;
const program = (version: string) =>
  `mkdir -p node_modules/@own/program; echo '{"version":"${version}"}' > node_modules/@own/program/package.json`;

it('tries again what npm could not install, and what it went without', () => {
  npm('exit 1', 'mkdir node_modules', program('1.9.0'), program('2.0.0'));
  expect(ensureDependencies(root, [0, 0, 0])).toBe(null);
  expect(tries()).toBe(4);
  expect(ensureDependencies(root, [])).toBe(null);
  expect(tries()).toBe(4);
});

it('does not count as installed what lacks a program for this machine', () => {
  npm('mkdir node_modules', 'exit 0', 'exit 0');
  expect(ensureDependencies(root, [0])).toMatch(/this machine needs: @own\/program\. Check the network/);
  expect(tries()).toBe(2);
  expect(existsSync(join(root, 'node_modules/.gozolite-dependencies'))).toBe(false);
  expect(ensureDependencies(root, [])).toMatch(/@own\/program/);
});

it('says at once that there is no npm', () => {
  vi.stubEnv('PATH', join(root, 'bin'));
  expect(ensureDependencies(root, [3600])).toMatch(/^npm could not be started/);
});

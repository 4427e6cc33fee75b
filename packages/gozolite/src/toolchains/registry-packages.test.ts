import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addRegistryPackages } from './registry-packages.ts';

const LOCK = '{"packages":{"node_modules/@a/b":{"integrity":"sha512-x"}}}';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-registry-'));
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A client that loses its connection within a package as often as said, and will not see what it left when it did. */
function client(name: string, { losses, success }: { losses: number; success: string }): void {
  const script = `#!/bin/sh
[ ! -e half ] || exit 9
touch half
echo >> '${folder}/${name}.tries'
[ "$(wc -l < '${folder}/${name}.tries')" -gt ${losses} ] || { echo 'aborted'; exit 1; }
rm half
${success}
`;
  writeFileSync(join(folder, name), script, { mode: 0o755 });
}

const add = (said: string[]) =>
  addRegistryPackages({
    recipe: { npm: ['@a/b@1.0.0'], pypi: ['c==2'] },
    rootfs: folder,
    progress: { say: (text) => said.push(text) },
    signal: new AbortController().signal,
    pausesMs: [0, 0],
  });

it('tries a package again, from nothing', async () => {
  client('npm', {
    losses: 2,
    success: `mkdir node_modules\necho '${LOCK}' > node_modules/.package-lock.json`,
  });
  client('python3', { losses: 1, success: 'touch c.py' });
  const said: string[] = [];
  expect(await add(said)).toEqual({ '@a/b@1.0.0': 'sha512-x' });
  expect(existsSync(join(folder, 'opt/pypi/c==2/c.py'))).toBe(true);
  const npm = 'Installing @a/b@1.0.0 from npm failed: it ended with code 1.\n  aborted\nTrying again in 0 s.';
  expect(said).toEqual([npm, npm, expect.stringContaining('c==2 from PyPI failed')]);
});

it('says what failed when the last try did', async () => {
  client('npm', { losses: 9, success: '' });
  await expect(add([])).rejects.toThrow('Installing @a/b@1.0.0 from npm failed');
});

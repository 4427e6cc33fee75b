import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-system-packages-'));
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.resetModules();
  // Who is root already does without.
  program('sudo', 'shift; exec "$@"');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** An apt-get that finds a mirror in disorder as often as said, and then installs the program that is needed. */
function apt(failures: number): void {
  program(
    'apt-get',
    `cd '${folder}'
echo "$@" >> calls
case " $* " in *' update '*) exit 0;; esac
echo >> tries
[ "$(wc -l < tries)" -gt ${failures} ] || { echo '404  Not Found'; exit 100; }
touch brewer`,
  );
}

/** It looks at PATH once. */
const ensure = async (pauses: number[]) => {
  const { ensurePackages } = await import('./system-packages.ts');
  ensurePackages([{ provides: 'brewer', package: 'brew' }], 'make tea', pauses);
};

it('brings the indexes up to date and installs once more when a mirror is in disorder', async () => {
  apt(2);
  await ensure([0, 0]);
  expect(existsSync(join(folder, 'brewer'))).toBe(true);
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  expect(calls.map((call) => /update$|install/.exec(call)?.[0])).toEqual(
    Array.from({ length: 3 }, () => ['update', 'install']).flat(),
  );
});

it('says what to do after the last try', async () => {
  apt(2);
  await expect(ensure([0])).rejects.toThrow(
    /^apt-get could not install brew; the lines above are its own\. Check .* run `apt-get install --no-install-recommends brew`/,
  );
});

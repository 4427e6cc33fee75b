/**
 * The supervisor's own tests on a kernel with a pure cgroup v2 tree, as root and as a user whose cgroup was delegated by systemd.
 *
 * One machine is booted for all of them; a line `N passed, N failed` of each part is what counts.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureImage, GUEST_USER } from './image.ts';
import { runInGuest } from './machine.ts';

const BUILD = join(import.meta.dirname, '../../native/build');
const PROGRAMS = ['gozolite-supervisor', 'suite', 'attack'];
const BOOT_AND_RUN_MS = 8 * 60_000;

const script = `
cd /suite
export GOZOLITE_TEST_SLOWNESS=6
echo "kernel: $(uname -r)"
echo "controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
echo "part: root"
./suite ./gozolite-supervisor ./attack
echo "part: user"
systemd-run --quiet --wait --pipe --uid=${GUEST_USER.uid} -p Delegate=yes -p WorkingDirectory=/suite -E GOZOLITE_TEST_SLOWNESS=6 \\
  ./suite ./gozolite-supervisor ./attack
echo "part: leftovers"
find /sys/fs/cgroup -name 'gozolite*' -type d | sed 's/^/left: /'
ps -eo comm | grep '^gozolite' | sed 's/^/left: /'
exit 0
`;

let lines: readonly string[] = [];

const part = (name: string): readonly string[] => {
  const start = lines.indexOf(`part: ${name}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('part: '));
  return start < 0 ? [] : end < 0 ? rest : rest.slice(0, end);
};

beforeAll(async () => {
  const image = ensureImage((line) => process.stderr.write(`${line}\n`));
  const files = Object.fromEntries(PROGRAMS.map((name) => [name, join(BUILD, name)]));
  const result = await runInGuest({ image, files, script, timeoutMs: BOOT_AND_RUN_MS });
  lines = result.lines;
  if (result.exitCode !== 0)
    throw new Error(`The machine did not get to the end:\n${lines.slice(-40).join('\n')}`);
}, BOOT_AND_RUN_MS + 120_000);

test('the machine has every controller in one cgroup v2 tree', () => {
  const controllers = lines.find((line) => line.startsWith('controllers: ')) ?? '';
  for (const name of ['memory', 'pids', 'cpu']) expect(controllers.split(' ')).toContain(name);
});

describe.each(['root', 'user'])('the supervisor, as %s', (name) => {
  test('passes its own tests', () => {
    const failed = part(name).filter((line) => line.startsWith('not ok'));
    expect(failed).toEqual([]);
    expect(part(name).filter((line) => /^[1-9]\d* passed, 0 failed$/.test(line))).toHaveLength(1);
  });
});

test('nothing is left behind', () => {
  expect(part('leftovers').filter((line) => line.startsWith('left: '))).toEqual([]);
});

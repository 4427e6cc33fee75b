import { describe, expect, it } from 'vitest';
import { outcomeOf, READY } from '../../../engine/test-backend.ts';
import type {
  BackendStatus,
  LimitEventKind,
  SandboxBackend,
  StageOutcome,
  StageSpec,
} from '../../../sandbox/backend.ts';
import type { Report } from '../check.ts';
import { mapHost } from '../map-host.ts';
import { checkLive } from './live.ts';
import { PROBES } from './probes.ts';

const ENDED = outcomeOf({});

/** A backend without isolation: what the programs would do is given. */
function openBackend(
  run: (spec: StageSpec) => StageOutcome,
  status: Partial<BackendStatus> = {},
): SandboxBackend {
  return {
    start: async () => {},
    status: () => ({ ...READY, layers: [], ...status }),
    run: async (spec) => run(spec),
    release: () => {},
    stats: async () => ({ live: 0 }),
    close: async () => {},
  };
}

async function reportsOf(backend: SandboxBackend): Promise<readonly Report[]> {
  const reports: Report[] = [];
  const subject = { host: mapHost(), backend, hostFiles: [], signal: new AbortController().signal };
  await checkLive(subject, async (report) => void reports.push(report));
  return reports;
}

function ended(kind: LimitEventKind): StageOutcome {
  const event = { kind, atNs: 1, allowed: 1, measured: 2, mechanism: 'a kernel' };
  return { ...ENDED, end: { kind: 'signaled', signal: 9 }, killedFor: kind, events: [event] };
}

const stateOf = (reports: readonly Report[], id: string) => reports.find((report) => report.id === id)?.state;

describe('checkLive', () => {
  it('runs nothing on a backend that is not ready, and passes its remedy on', async () => {
    const backend = openBackend(
      () => {
        throw new Error('must not run');
      },
      { ready: false, problem: 'No cgroup.', remedy: 'Mount one.' },
    );
    const reports = await reportsOf(backend);
    expect(reports).toEqual([
      {
        group: 'Backend',
        id: 'backend',
        title: 'native',
        state: 'fail',
        seen: 'No cgroup.',
        remedy: 'Mount one.',
      },
    ]);
  });

  it('fails every limit that is not enforced', async () => {
    const unhindered = { ...ENDED, stdout: Buffer.from('unhindered\n') };
    const reports = await reportsOf(openBackend(() => unhindered));
    const limits = PROBES.filter(({ id }) => id.startsWith('limit-'));
    for (const { id } of limits) expect(stateOf(reports, id), id).toBe('fail');
    expect(stateOf(reports, 'forbidden-calls')).toBe('fail');
    expect(stateOf(reports, 'inside')).toBe('fail');
  });

  it('takes a limit for enforced only when that limit ended the run', async () => {
    const kinds = ['memory', 'wall_time', 'cpu_time', 'output'] as const;
    for (const kind of kinds) {
      const reports = await reportsOf(openBackend(() => ended(kind)));
      const id = `limit-${kind.replace('_', '-')}`;
      expect(stateOf(reports, id), id).toBe('ok');
      expect(
        reports.filter((report) => report.id.startsWith('limit-') && report.state === 'ok'),
      ).toHaveLength(1);
    }
  });

  it('wants forbidden calls refused with EPERM', async () => {
    const answer = (text: string) => openBackend(() => ({ ...ENDED, stdout: Buffer.from(text) }));
    expect(stateOf(await reportsOf(answer('a=1\nb=1\n')), 'forbidden-calls')).toBe('ok');
    expect(stateOf(await reportsOf(answer('a=1\nb=14\n')), 'forbidden-calls')).toBe('fail');
    expect(stateOf(await reportsOf(answer('')), 'forbidden-calls')).toBe('warn');
  });

  it('does not wait for a sandbox that never answers', async () => {
    const backend: SandboxBackend = { ...openBackend(() => ENDED), run: () => new Promise(() => {}) };
    const reports: Report[] = [];
    const subject = {
      host: mapHost(),
      backend,
      hostFiles: [],
      signal: new AbortController().signal,
      answerMs: 1,
    };
    await checkLive(subject, async (report) => void reports.push(report));
    expect(reports.filter(({ seen }) => seen.includes('did not answer'))).toHaveLength(PROBES.length + 2);
  });

  it('turns a failure of the platform into a finding', async () => {
    const backend = openBackend(() => {
      throw new Error('The supervisor is gone.');
    });
    const reports = await reportsOf(backend);
    expect(reports.filter(({ seen }) => seen === 'The supervisor is gone.')).toHaveLength(PROBES.length + 2);
    expect(reports.filter(({ state }) => state !== 'fail')).toHaveLength(1);
  });
});

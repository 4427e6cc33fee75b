/**
 * Starts the real backend and runs real programs in real sandboxes: what `doctor` says of isolation is what it has just
 * seen. Depends on the port alone, so it tests any backend.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Limits } from '@gozolite/client';
import type { RunContext } from '../../../engine/run-context.ts';
import type { SandboxBackend, StageOutcome } from '../../../sandbox/backend.ts';
import { CliError, messageOf } from '../../cli-error.ts';
import { type Finding, fail, ok, type Report, warn } from '../check.ts';
import type { Host } from '../host.ts';
import { INSIDE_CHECKS, REPORT_IT } from './inside-checks.ts';
import { inspectionScript, readInspection } from './inspection.ts';
import { ending, PROBE_LIMITS, PROBES } from './probes.ts';
import { hostMounts, judgeResidue, markedProcesses, settledCounters, strayScript } from './residue.ts';
import { within } from './within.ts';

export type LiveSubject = {
  readonly host: Host;
  readonly backend: SandboxBackend;
  /** Paths of this host that no sandbox may see. */
  readonly hostFiles: readonly string[];
  readonly signal: AbortSignal;
  /** How long a sandbox may take to answer, its own time limit included. */
  readonly answerMs?: number;
};

const ANSWER_MS = 15_000;
const SETTLE_MS = 2000;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Of the facts of a backend, those worth a line. */
const TOLD_FACTS = { supervisor_version: 'supervisor', privilege: 'as', cgroup_mode: 'cgroup' };
const SILENT = { debug: () => {}, warn: () => {} };

/** Tells each finding as it comes. The backend is started here and closed by the caller. */
export async function checkLive(
  subject: LiveSubject,
  tell: (report: Report) => Promise<void>,
): Promise<void> {
  const { backend, host } = subject;
  await backend.start();
  const status = backend.status();
  await tell({ group: 'Backend', id: 'backend', title: status.backend, ...startFinding(backend) });
  for (const layer of status.layers) {
    await tell({ group: 'Backend', id: `layer-${layer.name}`, title: layer.name, ...layerFinding(layer) });
  }
  if (!status.ready) return;
  const mounts = hostMounts(host);
  await lookInside(subject, tell);
  for (const probe of PROBES) {
    subject.signal.throwIfAborted();
    const finding = await judged(() => runScript(subject, probe.script, probe.limits), probe.judge);
    await tell({ group: 'Limits, tried', id: probe.id, title: probe.title, ...finding });
  }
  subject.signal.throwIfAborted();
  await tell({
    group: 'Afterwards',
    id: 'residue',
    title: 'left behind',
    ...(await checkResidue(subject, mounts)),
  });
}

async function lookInside(subject: LiveSubject, tell: (report: Report) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-doctor-'));
  const secret = join(folder, 'secret');
  writeFileSync(secret, 'a file of the host');
  const group = 'Seen from inside';
  try {
    const outcome = await runScript(subject, inspectionScript([secret, ...subject.hostFiles]), {});
    const inspection = readInspection(Buffer.from(outcome.stdout).toString());
    if (!inspection.has('end')) {
      const finding = fail(`the look around did not finish: ${ending(outcome)}`, REPORT_IT);
      await tell({ group, id: 'inside', title: 'look around', ...finding });
      return;
    }
    for (const check of INSIDE_CHECKS) {
      await tell({ group, id: check.id, title: check.title, ...check.judge(inspection) });
    }
  } catch (error) {
    await tell({ group, id: 'inside', title: 'look around', ...platformFailure(error) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkResidue(subject: LiveSubject, mountsBefore: readonly string[]): Promise<Finding> {
  const mark = `gozolite-doctor-${randomBytes(8).toString('hex')}`;
  return judged(
    () => runScript(subject, strayScript(mark), {}),
    async () =>
      judgeResidue({
        processes: markedProcesses(subject.host, mark),
        counters: await within(
          subject.answerMs ?? ANSWER_MS,
          'The sandbox',
          settledCounters(subject.backend, AbortSignal.timeout(SETTLE_MS)),
        ),
        mounts: hostMounts(subject.host).filter((mount) => !mountsBefore.includes(mount)),
      }),
  );
}

async function judged(
  run: () => Promise<StageOutcome>,
  judge: (outcome: StageOutcome) => Finding | Promise<Finding>,
): Promise<Finding> {
  try {
    return await judge(await run());
  } catch (error) {
    return platformFailure(error);
  }
}

function platformFailure(error: unknown): Finding {
  // An interruption is for whoever called.
  if (error instanceof CliError) throw error;
  return fail(
    messageOf(error),
    'The program could not be tried: see the lines above, and that the root file system (GOZOLITE_ROOTFS) is whole.',
  );
}

/** Throws when the program did not even start: then its ending says nothing of a limit. */
async function runScript(
  { backend, signal, answerMs = ANSWER_MS }: LiveSubject,
  script: string,
  limits: Partial<Limits>,
): Promise<StageOutcome> {
  const context: RunContext = { id: randomBytes(16).toString('hex'), signal, log: SILENT };
  const run = backend.run(
    {
      argv: ['/bin/sh', '-c', script],
      env: { PATH },
      files: [],
      bundle: null,
      stdin: new Uint8Array(),
      limits: { ...PROBE_LIMITS, ...limits },
      keep: false,
      artifacts: { globs: [], maxBytes: 0 },
    },
    context,
  );
  const outcome = await within(answerMs, 'The sandbox', run);
  signal.throwIfAborted();
  if (outcome.end.kind === 'not_started') throw new Error(`/bin/sh was not started: ${outcome.end.errno}`);
  return outcome;
}

function startFinding(backend: SandboxBackend): Finding {
  const { ready, problem, remedy, facts } = backend.status();
  if (!ready) {
    const circular = remedy === null || remedy.includes('gozolite doctor');
    return fail(problem ?? 'it is not ready', circular ? 'See the checks above.' : remedy);
  }
  const told = Object.entries(TOLD_FACTS).map(([name, word]) => `${word} ${facts[name] ?? '?'}`);
  return ok(`ready: ${told.join(', ')}`);
}

function layerFinding(layer: ReturnType<SandboxBackend['status']>['layers'][number]): Finding {
  switch (layer.state) {
    case 'enforced':
      return ok(layer.mechanism ?? 'enforced');
    case 'degraded':
      return warn(
        'given up by the operator',
        layer.remedy ?? 'Take it out of GOZOLITE_DEGRADED to have it again.',
      );
    case 'unavailable': {
      const remedy = layer.remedy ?? 'Nothing to do on this kernel.';
      return layer.mandatory ? fail('not available', remedy) : warn('not available', remedy);
    }
  }
}

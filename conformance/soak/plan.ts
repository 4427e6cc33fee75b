/**
 * The whole soak: warm up, look at the host, run a mix of everything by several tenants, put bombs beside a victim, inject faults,
 * kill the service under load, and look at the host again. What must hold is judged here, figure by figure.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeMachine } from '../../bench/machine.ts';
import { type HostState, hostState, leftBehind } from '../host.ts';
import { metric } from '../metrics.ts';
import { quietState } from '../quiet.ts';
import { type Server, type ServerOptions, startServer } from '../server.ts';
import { startChaos } from './chaos.ts';
import { collectorPort } from './collector.ts';
import { type Death, killService } from './deaths.ts';
import { type NeighboursReport, neighbours } from './neighbours.ts';
import { type SoakReport, soak } from './soak.ts';
import { makeTenants, type Tenants } from './tenants.ts';

export type Scale = {
  readonly warmRuns: number;
  readonly runs: number;
  readonly chaosSeconds: number;
  readonly victimRuns: number;
  readonly serviceDeaths: number;
  /** Whether the page cache of the machine is dropped before lingering cgroups are counted, which slows down all that runs on it. */
  readonly dropsCaches: boolean;
};

/** Ten minutes on two cores. */
export const LONG: Scale = {
  warmRuns: 500,
  runs: 10_000,
  chaosSeconds: 150,
  victimRuns: 300,
  serviceDeaths: 5,
  dropsCaches: true,
};
/** Two minutes, for `npm test`. */
export const SHORT: Scale = {
  warmRuns: 200,
  runs: 1200,
  chaosSeconds: 22,
  victimRuns: 60,
  serviceDeaths: 2,
  dropsCaches: false,
};

export type Judgement = {
  readonly measured: number;
  readonly allowed: number;
  readonly held: boolean;
  /** Whether what else the machine does can spoil it. */
  readonly noisy: boolean;
};

export type SoakResult = {
  readonly held: boolean;
  /** By what is judged. */
  readonly judgements: Readonly<Record<string, Judgement>>;
  readonly machine: ReturnType<typeof describeMachine>;
  readonly seed: number;
  readonly mixed: SoakReport;
  readonly neighbours: NeighboursReport;
  readonly chaos: SoakReport & { readonly faults: Readonly<Record<string, number>> };
  readonly deaths: readonly Death[];
  readonly left: readonly string[];
  readonly dyingCgroups: {
    readonly before: number;
    readonly after: number;
    /** Whether those were not counted that the page cache alone kept. */
    readonly cachesDropped: boolean;
  };
};

export type PlanOptions = {
  readonly scale: Scale;
  readonly seed: number;
  readonly say: (line: string) => void;
};

const SLOTS = 4;
const SETTLE_MS = 10_000;
/** A memory that has found its size does not grow; this is what noise looks like over that many runs. */
const SLOPE_KB = 1024;
const SLOPE_NEEDS_RUNS = 5000;
const DYING_SETTLE_MS = 5000;
const DYING_LOOK_MS = 250;

export async function runPlan({ scale, seed, say }: PlanOptions): Promise<SoakResult> {
  const machine = describeMachine();
  using tenants = makeTenants();
  const port = await collectorPort();
  let server = await start(tenants, { environment: port.environment });
  try {
    using collector = await port.connect();
    const mix = { concurrency: SLOTS, callers: tenants.callers };
    say('warming up');
    const warmUp = { ...mix, runs: scale.warmRuns, seed: seed + 1 };
    await soak(server, warmUp);
    const cachesDropped = scale.dropsCaches && dropCaches();
    const dyingBefore = await dying(server);
    if (cachesDropped) await soak(server, warmUp);
    const before = await quietState(server);
    say(`mixing ${scale.runs} runs`);
    const mixed = await soak(server, { ...mix, runs: scale.runs, seed, collect: collector.collect });
    const left = await leftAfter('the mix', server, before);
    say('putting bombs beside a victim');
    const [victim, bomber] = tenants.callers;
    const beside = await neighbours(server, { runs: scale.victimRuns, victim, bomber });
    left.push(...(await leftAfter('the bombs', server, before)));
    say('injecting faults');
    const chaos = await chaotic(server, scale, { ...mix, seed: seed + 2 });
    left.push(...(await leftAfter('the faults', server, before)));
    if (cachesDropped) dropCaches();
    const dyingAfter = await dying(server);
    if (cachesDropped) await soak(server, warmUp);
    const deaths: Death[] = [];
    for (let round = 0; round < scale.serviceDeaths; round++) {
      say(`killing the service (${round + 1} of ${scale.serviceDeaths})`);
      const { death, next } = await killService(server, SLOTS, () => start(tenants, { languages: [] }));
      server = next;
      deaths.push(death);
      left.push(...death.left);
    }
    const dyingCgroups = { before: dyingBefore, after: dyingAfter, cachesDropped };
    const facts = { machine, mixed, neighbours: beside, chaos, deaths, left, dyingCgroups };
    const judgements = judge(facts, scale);
    return { held: Object.values(judgements).every(({ held }) => held), judgements, seed, ...facts };
  } finally {
    await server[Symbol.asyncDispose]();
  }
}

/** `languages` is whose validation is waited for: of the first one those of the mix, later what an earlier life found counts. */
function start(
  tenants: Tenants,
  { languages, environment = {} }: Pick<ServerOptions, 'languages' | 'environment'> = {},
): Promise<Server> {
  return startServer({
    settings: { SLOTS: String(SLOTS), QUEUE: '64', API_KEYS_FILE: tenants.keysFile },
    environment,
    headers: tenants.operator,
    ...(languages === undefined ? {} : { languages }),
  });
}

/**
 * The kernel keeps a removed cgroup as long as a file is cached that its run was the first to read, which says nothing of what the
 * service leaves. False where this may not be done.
 */
function dropCaches(): boolean {
  try {
    execFileSync('sync');
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

/** The fewest of a few seconds: the kernel takes removed cgroups apart in the background. */
async function dying(server: Server): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + DYING_SETTLE_MS; performance.now() < end; await sleep(DYING_LOOK_MS)) {
    fewest = Math.min(fewest, await metric(server, 'gozolite_dying_cgroups'));
  }
  return fewest;
}

async function leftAfter(what: string, server: Server, before: HostState): Promise<string[]> {
  return server.settled(before, SETTLE_MS).then(
    () => [],
    () => leftBehind(before, hostState(server.watched)).map((one) => `after ${what}: ${one}`),
  );
}

async function chaotic(
  server: Server,
  scale: Scale,
  mix: { readonly concurrency: number; readonly callers: Tenants['callers']; readonly seed: number },
): Promise<SoakResult['chaos']> {
  const end = performance.now() + scale.chaosSeconds * 1000;
  const faults = startChaos(server, mix.seed);
  const report = await soak(server, {
    ...mix,
    runs: 1_000_000,
    over: () => performance.now() > end,
    alsoRight: ['INTERNAL_ERROR', 'NOT_READY', 'RUNTIME_ERROR', 'OVERLOADED'],
  });
  await faults.stop();
  return { ...report, faults: faults.injected() };
}

type Facts = Pick<
  SoakResult,
  'machine' | 'mixed' | 'neighbours' | 'chaos' | 'deaths' | 'left' | 'dyingCgroups'
>;

function judge(facts: Facts, scale: Scale): SoakResult['judgements'] {
  const { machine, mixed, neighbours: beside, chaos, deaths, left, dyingCgroups } = facts;
  const atMost = (allowed: number, measured: number, noisy = false): Judgement => ({
    measured: Math.round(measured * 100) / 100,
    allowed,
    held: measured <= allowed,
    noisy,
  });
  return {
    'wrong answers in the mix': atMost(0, mixed.wrong.length),
    'wrong answers beside bombs': atMost(0, beside.wrong.length),
    'wrong answers under faults': atMost(0, chaos.wrong.length),
    'things left on the host': atMost(0, left.length),
    ...(scale.runs >= SLOPE_NEEDS_RUNS && {
      'growth of the service per 1,000 runs, in KiB': atMost(SLOPE_KB, mixed.residentKb.slopePer1000),
    }),
    // On v1 the kernel counts those of the whole machine.
    'cgroups that linger': atMost(
      5,
      dyingCgroups.after - dyingCgroups.before,
      machine.cgroups !== 'v2' || !dyingCgroups.cachesDropped,
    ),
    'p99 of the victim, beside bombs to alone': atMost(3, beside.ratio, true),
    'orphans of a killed service gone, in ms': atMost(1000, worst(deaths, 'orphansGoneMs'), true),
    'ready again after the service was killed, in ms': atMost(2000, worst(deaths, 'readyAgainMs'), true),
  };
}

const worst = (deaths: readonly Death[], figure: 'orphansGoneMs' | 'readyAgainMs'): number =>
  Math.max(0, ...deaths.map((death) => death[figure]));

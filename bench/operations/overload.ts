/**
 * What a flood from one tenant does to another tenant's single requests.
 *
 * The fair share's wait is measured, not reckoned: another tenant keeps every slot busy and nobody queues, so that a single request waits
 * just for the next slot to come free, which is what its share implies where programs are not interrupted. Then the same single
 * requests beside ten times what the service can do.
 */
import { chmodSync } from 'node:fs';
import { Agent } from 'node:http';
import { keyFile } from '../../conformance/operations/key-file.ts';
import {
  ask,
  closedLoop,
  type Observation,
  observe,
  openLoop,
  percentile,
  type Reply,
} from '../../conformance/operations/overload.ts';
import { startServer } from '../../conformance/server.ts';
import { until } from '../../conformance/waiting.ts';

const SLOTS = 2;
const BODY = JSON.stringify({ language: 'bash', code: 'sleep 0.1' });
const MEBIBYTE = 1024 * 1024;

export type OverloadReport = {
  readonly seconds: number;
  readonly capacityPerSecond: number;
  readonly offeredPerSecond: number;
  readonly fairShare: Wait;
  readonly underFlood: Wait;
  /** p99 of the wait under flood by p99 of the fair share's wait. */
  readonly waitRatio: number;
  readonly flood: {
    readonly sent: number;
    readonly served: number;
    readonly refused: number;
    readonly lost: number;
  };
  readonly single: { readonly sent: number; readonly served: number; readonly lost: number };
  /** In MiB: the heap that the service was given, and what was resident before the flood and at most. */
  readonly memory: { readonly heapMb: number; readonly beforeMb: number; readonly mostMb: number };
  /** When readiness was first false, and when the first refusal was counted, in ms from the start of the flood. */
  readonly notReadyAtMs: number | null;
  readonly refusedAtMs: number | null;
  readonly metricsAgree: boolean;
  readonly readyAgainAfterMs: number;
  /** Executions a second in the five seconds after the flood's last request was sent, as a share of the capacity. */
  readonly speedAfter: number;
};

type Wait = { readonly p50Ms: number; readonly p99Ms: number; readonly requests: number };

const waitOf = (replies: readonly Reply[]): Wait => {
  const waits = replies.filter(({ error }) => error === null).map(({ queueMs }) => queueMs);
  return { p50Ms: percentile(waits, 0.5), p99Ms: percentile(waits, 0.99), requests: waits.length };
};

const count = (replies: readonly Reply[], fits: (reply: Reply) => boolean): number =>
  replies.filter(fits).length;
const served = (reply: Reply): boolean => reply.status === 200 && reply.error === null;
const lost = (reply: Reply): boolean => reply.status === 0;

const firstAt = (observations: readonly Observation[], fits: (one: Observation) => boolean): number | null =>
  observations.find(fits)?.atMs ?? null;

/** A runtime collects no sooner than it must. With a heap that it cannot go beyond, what is still needed has to fit into it, or the service dies. */
const HEAP_MB = 128;

export async function measureOverload(seconds: number): Promise<OverloadReport> {
  using keys = keyFile([{ tenant: 'flood', scopes: ['execute', 'observe'] }, { tenant: 'single' }]);
  chmodSync(keys.folder, 0o755);
  await using server = await startServer({
    settings: { API_KEYS_FILE: keys.path, SLOTS: String(SLOTS) },
    environment: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    ready: false,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const as = (tenant: string) => ({ server, agent, headers: keys.as(tenant), body: BODY });
  await until(async () => served(await ask(as('single'))), {
    withinMs: 60_000,
    what: 'bash can be run',
    everyMs: 100,
  });

  const warm = await closedLoop(as('flood'), SLOTS, 1000);
  const full = await closedLoop(as('flood'), SLOTS, 5000);
  const capacityPerSecond = count(full, served) / 5;
  const ms = seconds * 1000;
  const [busy, fair] = await Promise.all([
    closedLoop(as('flood'), SLOTS, ms),
    closedLoop(as('single'), 1, ms),
  ]);

  const observer = observe(server, keys.as('flood'));
  const offeredPerSecond = 10 * capacityPerSecond;
  const flooding = openLoop(as('flood'), offeredPerSecond, ms);
  const singles = await closedLoop(as('single'), 1, ms);
  const floodEnded = performance.now();
  const after = closedLoop(as('single'), SLOTS, 5000);
  await until(async () => (await fetch(`${server.base}/health/ready`)).status === 200, {
    withinMs: 60_000,
    what: 'it is ready again',
    everyMs: 20,
  });
  const readyAgainAfterMs = performance.now() - floodEnded;
  const [flood, later] = await Promise.all([flooding, after]);
  await observer.stop();
  const text = await (await fetch(`${server.base}/metrics`, { headers: keys.as('flood') })).text();
  agent.destroy();

  const refused = count(flood, ({ error }) => error === 'OVERLOADED');
  const { observations } = observer;
  const fairShare = waitOf(fair);
  const underFlood = waitOf(singles);
  const counted = (name: string, value: number): boolean => text.includes(`${name} ${value}\n`);
  const floodServed = count([...full, ...warm, ...busy, ...flood], served);
  return {
    seconds,
    capacityPerSecond,
    offeredPerSecond,
    fairShare,
    underFlood,
    waitRatio: underFlood.p99Ms / fairShare.p99Ms,
    flood: { sent: flood.length, served: count(flood, served), refused, lost: count(flood, lost) },
    single: { sent: singles.length, served: count(singles, served), lost: count(singles, lost) },
    memory: {
      heapMb: HEAP_MB,
      beforeMb: Math.round((observations[0]?.residentBytes ?? 0) / MEBIBYTE),
      mostMb: Math.round(Math.max(...observations.map(({ residentBytes }) => residentBytes)) / MEBIBYTE),
    },
    notReadyAtMs: firstAt(observations, ({ ready }) => !ready),
    refusedAtMs: firstAt(observations, (one) => one.refused > 0),
    metricsAgree:
      counted('gozolite_refusals_total{cause="OVERLOADED"}', refused) &&
      counted('gozolite_executions_total{language="bash",verdict="ok",tenant="flood"}', floodServed),
    readyAgainAfterMs,
    speedAfter: speedAfter([...later, ...flood], { floodEnded, capacityPerSecond }),
  };
}

type End = { readonly floodEnded: number; readonly capacityPerSecond: number };

/** Executions of both tenants that ended in the five seconds after the flood. */
const speedAfter = (replies: readonly Reply[], { floodEnded, capacityPerSecond }: End): number => {
  const within = ({ endedAt }: Reply): boolean => endedAt >= floodEnded && endedAt < floodEnded + 5000;
  return count(replies, (reply) => served(reply) && within(reply)) / 5 / capacityPerSecond;
};

/**
 * What observability costs at saturation: a service with nothing of it beside one with all of it, in many short pairs of rounds, so that what
 * else the machine does falls on both. Beside the throughput, the CPU time of the service itself is taken: it tells the cost where a busy
 * machine makes the throughput of one round hard to compare with that of the next. All of it: a log line an execution, the audit log on the disk before every answer, a trace an execution sent to a
 * receiver, and a scrape of the metrics every second.
 */
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../conformance/free-port.ts';
import { ask, closedLoop, percentile } from '../../conformance/operations/overload.ts';
import { type Server, startServer } from '../../conformance/server.ts';
import { until } from '../../conformance/waiting.ts';

export type CostReport = {
  readonly pairs: number;
  readonly secondsEach: number;
  readonly concurrency: number;
  readonly offPerSecond: number;
  readonly onPerSecond: number;
  /** Median over the pairs of the share of throughput that is lost; less than 0 is noise. */
  readonly cost: number;
  /** The quartiles of the same. */
  readonly costQuartiles: readonly [number, number];
  /** CPU time of the service's own process for one execution, in ms; its sandboxes are not in it. */
  readonly offCpuMs: number;
  readonly onCpuMs: number;
};

type Round = { readonly perSecond: number; readonly executions: number; readonly cpuMs: number };

/** User and system time of a process so far; the kernel counts it in hundredths of a second. */
const cpuMsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

const BODY = JSON.stringify({ language: 'noop', code: ':\n' });
const LANGUAGES_DIR = join(import.meta.dirname, '../languages');
/** Enough for the slots to have work while answers wait for the disk. */
const CONCURRENCY = 32;

/** Takes what it is sent, and throws it away: a collector's own work is not the service's cost. */
async function discarding() {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.setHeader('content-type', 'application/x-protobuf').end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

const measure = async (server: Server, seconds: number, scraped: boolean): Promise<Round> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  const scrape = (): void => void fetch(`${server.base}/metrics`).then((answer) => answer.arrayBuffer());
  const scraping = scraped ? setInterval(scrape, 1000) : undefined;
  const cpuBefore = cpuMsOf(server.pid);
  const began = performance.now();
  const replies = await closedLoop({ server, agent, headers: {}, body: BODY }, CONCURRENCY, seconds * 1000);
  const took = (performance.now() - began) / 1000;
  clearInterval(scraping);
  agent.destroy();
  const failed = replies.find(({ error, status }) => error !== null || status !== 200);
  if (failed !== undefined) throw new Error(`A request was answered ${failed.status} ${failed.error}.`);
  const cpuMs = cpuMsOf(server.pid) - cpuBefore;
  return { perSecond: replies.length / took, executions: replies.length, cpuMs };
};

const runs = (server: Server) =>
  until(async () => (await ask({ server, agent: new Agent(), headers: {}, body: BODY })).error === null, {
    withinMs: 120_000,
    what: 'it runs',
    everyMs: 200,
  });

export async function measureCost(pairs: number, secondsEach: number): Promise<CostReport> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-cost-'));
  chmodSync(folder, 0o755);
  const receiver = await discarding();
  try {
    // Without a log the service does not say where it listens.
    const port = String(await freePort());
    await using off = await startServer({
      settings: { LANGUAGES_DIR, LOG_LEVEL: 'silent', PORT: port },
      languages: ['noop'],
    });
    await using on = await startServer({
      settings: { LANGUAGES_DIR, LOG_LEVEL: 'info', AUDIT_DIR: join(folder, 'audit'), AUDIT_SYNC: 'fsync' },
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.port}` },
      languages: ['noop'],
    });
    await runs(off);
    await runs(on);
    for (const server of [off, on]) await measure(server, secondsEach, false);
    const rounds: { readonly off: Round; readonly on: Round }[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const measureOff = () => measure(off, secondsEach, false);
      const measureOn = () => measure(on, secondsEach, true);
      // Who is first changes, so that a slow drift falls on both.
      if (pair % 2 === 0) rounds.push({ off: await measureOff(), on: await measureOn() });
      else {
        const second = await measureOn();
        rounds.push({ off: await measureOff(), on: second });
      }
      process.stderr.write(`\rpair ${pair + 1} of ${pairs} `);
    }
    process.stderr.write('\n');
    const costs = rounds.map(({ on: full, off: bare }) => 1 - full.perSecond / bare.perSecond);
    const cpuOf = (side: 'on' | 'off'): number =>
      rounds.reduce((sum, round) => sum + round[side].cpuMs, 0) /
      rounds.reduce((sum, round) => sum + round[side].executions, 0);
    return {
      ...{ pairs, secondsEach, concurrency: CONCURRENCY },
      offPerSecond: percentile(
        rounds.map((round) => round.off.perSecond),
        0.5,
      ),
      onPerSecond: percentile(
        rounds.map((round) => round.on.perSecond),
        0.5,
      ),
      cost: percentile(costs, 0.5),
      costQuartiles: [percentile(costs, 0.25), percentile(costs, 0.75)],
      offCpuMs: cpuOf('off'),
      onCpuMs: cpuOf('on'),
    };
  } finally {
    receiver.server.closeAllConnections();
    receiver.server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Overloads a service from one tenant while another sends single requests, and tells what became of both.
 *
 * The flood is an open loop: requests are sent at a fixed rate, ten times what the service can do, whether or not earlier ones were answered. The
 * single requests are a closed loop: each is sent when the one before was answered, as a person would.
 */
import { type Agent, request } from 'node:http';
import type { Server } from '../server.ts';

export type Reply = {
  /** 0 when the connection ended without an answer. */
  readonly status: number;
  readonly error: string | null;
  readonly retryAfter: number | null;
  readonly elapsedMs: number;
  readonly queueMs: number;
  /** On the clock of `performance.now()`. */
  readonly endedAt: number;
};

export type Asking = {
  readonly server: Pick<Server, 'port'>;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** Asks once; whatever happens is a reply. */
export function ask({ server, agent, headers, body }: Asking): Promise<Reply> {
  const started = performance.now();
  return new Promise((resolve) => {
    const reply = (status: number, text: string, retryAfter: string | undefined): void => {
      const result: unknown = text === '' ? null : JSON.parse(text);
      const error = fieldOf(result, 'error');
      resolve({
        status,
        error: typeof error === 'string' ? error : null,
        retryAfter: retryAfter === undefined ? null : Number(retryAfter),
        elapsedMs: performance.now() - started,
        endedAt: performance.now(),
        queueMs: Number(fieldOf(fieldOf(result, 'timings'), 'queue_ms') ?? 0),
      });
    };
    const asked = request(
      {
        agent,
        port: server.port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/execute',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.once('end', () => reply(answer.statusCode ?? 0, text, answer.headers['retry-after']));
        answer.once('error', () => reply(0, '', undefined));
      },
    );
    asked.once('error', () => reply(0, '', undefined));
    asked.end(body);
  });
}

/** Keeps `concurrency` requests under way for `ms`. */
export async function closedLoop(asking: Asking, concurrency: number, ms: number): Promise<readonly Reply[]> {
  const end = performance.now() + ms;
  const replies: Reply[] = [];
  const worker = async (): Promise<void> => {
    while (performance.now() < end) replies.push(await ask(asking));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return replies;
}

/** Sends `perSecond` requests a second for `ms`; resolves when all are answered. */
export async function openLoop(asking: Asking, perSecond: number, ms: number): Promise<readonly Reply[]> {
  const started = performance.now();
  const asked: Promise<Reply>[] = [];
  while (performance.now() - started < ms) {
    const due = ((performance.now() - started) / 1000) * perSecond;
    while (asked.length < due) asked.push(ask(asking));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Promise.all(asked);
}

export type Observation = {
  readonly atMs: number;
  readonly ready: boolean;
  readonly residentBytes: number;
  readonly refused: number;
};

export type Observer = {
  readonly observations: readonly Observation[];
  readonly stop: () => Promise<void>;
};

const metricOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (.*)$`, 'm').exec(text)?.[1] ?? 0);

/** Looks at readiness and metrics, again and again, as a load balancer and a Prometheus do. */
export function observe(server: Pick<Server, 'base'>, headers: Readonly<Record<string, string>>): Observer {
  const observations: Observation[] = [];
  const started = performance.now();
  let observing = true;
  const look = async (): Promise<void> => {
    while (observing) {
      const [ready, metrics] = await Promise.all([
        fetch(`${server.base}/health/ready`),
        fetch(`${server.base}/metrics`, { headers }).then((answer) => answer.text()),
      ]);
      await ready.arrayBuffer();
      observations.push({
        atMs: performance.now() - started,
        ready: ready.status === 200,
        residentBytes: metricOf(metrics, 'process_resident_memory_bytes'),
        refused: metricOf(metrics, 'gozolite_refusals_total{cause="OVERLOADED"}'),
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const looking = look();
  return {
    observations,
    stop: async () => {
      observing = false;
      await looking;
    },
  };
}

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

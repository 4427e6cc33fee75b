/**
 * Many runs of a mix against one server, and what is known afterwards: wrong answers, speed, and how the memory of the
 * service went. Whether anything was left on the host is for the caller to look at.
 */
import type { ErrorCode, ExecutionResult } from '@gozolite/client';
import { post } from '../execute.ts';
import { residentKb } from '../host.ts';
import type { Server } from '../server.ts';
import { type Kind, MIX } from './mix.ts';
import { seeded } from './random.ts';

export type SoakOptions = {
  readonly runs: number;
  readonly concurrency: number;
  readonly seed: number;
  /** Verdicts that are right at any time, because faults are being injected. */
  readonly alsoRight?: readonly ErrorCode[];
  /** An answer may also be lost with its connection. */
  readonly mayLose?: boolean;
  /** Who sends the requests, in turn by chance; headers. */
  readonly callers?: readonly Readonly<Record<string, string>>[];
  /** No more are begun when this says so. */
  readonly over?: () => boolean;
  /** Is waited for before memory is looked at. */
  readonly collect?: () => Promise<void>;
  readonly onProgress?: (done: number) => void;
};

export type SoakReport = {
  readonly runs: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly wrong: readonly string[];
  readonly injected: number;
  readonly lost: number;
  /** Resident memory of the service after the first tenth and at the end, and the slope between, per 1,000 runs. */
  readonly residentKb: { readonly warm: number; readonly end: number; readonly slopePer1000: number };
};

const NONCE_DIGITS = 24;
const NONCE = /[0-9a-f]{24}/g;

type Work = {
  readonly kind: Kind;
  readonly nonce: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** Always the same for a seed. */
function* workOf(options: SoakOptions): Generator<Work> {
  const random = seeded(options.seed);
  const callers = options.callers ?? [];
  const total = MIX.reduce((sum, kind) => sum + kind.weight, 0);
  for (let made = 0; made < options.runs; made++) {
    let at = random.next() * total;
    const kind = MIX.find((one) => {
      at -= one.weight;
      return at < 0;
    });
    if (kind === undefined) throw new Error('The mix is empty.');
    const headers = callers[Math.floor(random.next() * callers.length)] ?? {};
    yield { kind, nonce: random.hex(NONCE_DIGITS), headers };
  }
}

/** What is wrong with an answer, or null. */
function fault(kind: Kind, nonce: string, result: ExecutionResult): string | null {
  const foreign = (
    `${result.stdout}${result.stderr}${JSON.stringify(result.artifacts)}`.match(NONCE) ?? []
  ).filter((one) => one !== nonce);
  if (foreign.length > 0) return `${kind.name}: another run's nonce ${foreign[0]}`;
  if (!kind.verdicts.includes(result.error)) return `${kind.name}: ${result.error} (${result.message})`;
  if (!result.stdout.startsWith(kind.stdout(nonce)))
    return `${kind.name}: stdout ${JSON.stringify(result.stdout.slice(0, 80))}`;
  if (kind.check?.(result, nonce) === false) return `${kind.name}: ${JSON.stringify(result).slice(0, 300)}`;
  return null;
}

export async function soak(server: Server, options: SoakOptions): Promise<SoakReport> {
  const work = workOf(options);
  const wrong: string[] = [];
  const times: number[] = [];
  const byKind: Record<string, number> = {};
  const memory: { at: number; kb: number }[] = [];
  const started = performance.now();
  let injected = 0;
  let lost = 0;
  let done = 0;
  const sampleEvery = Math.min(250, Math.max(50, Math.floor(options.runs / 60)));

  const one = async ({ kind, nonce, headers }: Work): Promise<void> => {
    byKind[kind.name] = (byKind[kind.name] ?? 0) + 1;
    const body = JSON.stringify(kind.request(nonce));
    if (kind.leavesAfterMs !== undefined) {
      await post(server, body, { headers, signal: AbortSignal.timeout(kind.leavesAfterMs) }).catch(
        () => null,
      );
      return;
    }
    const answer = await post(server, body, { headers }).catch((error: unknown) => String(error));
    if (typeof answer === 'string') {
      if (options.mayLose && /fetch failed|terminated|other side closed/.test(answer)) lost++;
      else wrong.push(`${kind.name}: ${answer}`);
      return;
    }
    if (kind.name === 'echo') times.push(answer.elapsedMs);
    const found = fault(kind, nonce, answer.result);
    if (found === null) return;
    if (answer.result.error !== null && options.alsoRight?.includes(answer.result.error)) injected++;
    else wrong.push(found);
  };
  const look = async (at: number): Promise<void> => {
    await options.collect?.();
    memory.push({ at, kb: residentKb(server.pid) });
  };
  const worker = async (): Promise<void> => {
    for (let item = work.next(); item.done !== true && options.over?.() !== true; item = work.next()) {
      await one(item.value);
      done++;
      if (done % sampleEvery === 0) await look(done);
      options.onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: options.concurrency }, worker));
  const seconds = (performance.now() - started) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const warm = memory.filter(({ at }) => at > options.runs / 10);
  return {
    runs: done,
    seconds,
    perSecond: done / seconds,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? 0,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    byKind,
    wrong,
    injected,
    lost,
    residentKb: { warm: warm[0]?.kb ?? 0, end: warm.at(-1)?.kb ?? 0, slopePer1000: slope(warm) * 1000 },
  };
}

/** Of the least-squares line through these points. */
function slope(points: readonly { at: number; kb: number }[]): number {
  const count = points.length;
  if (count < 2) return 0;
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / count;
  const meanKb = points.reduce((sum, { kb }) => sum + kb, 0) / count;
  const across = points.reduce((sum, { at, kb }) => sum + (at - meanAt) * (kb - meanKb), 0);
  const along = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return across / along;
}

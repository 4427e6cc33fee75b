/**
 * What one tenant notices of another that sends bombs: how long small runs take alone, and beside them.
 */
import type { ExecutionRequest } from '@gozolite/client';
import { post } from '../execute.ts';
import type { Server } from '../server.ts';

type Headers = Readonly<Record<string, string>>;

export type Latency = { readonly p50Ms: number; readonly p99Ms: number };

export type NeighboursReport = {
  readonly alone: Latency;
  readonly beside: Latency;
  /** Of the victim's 99th percentile, beside the bombs to alone. */
  readonly ratio: number;
  readonly bombs: number;
  readonly wrong: readonly string[];
};

const limits = { time_ms: 1500, cpu_time_ms: 1000, memory_kb: 65_536, processes: 32, output_bytes: 65_536 };
const bash = (code: string): ExecutionRequest => ({ language: 'bash', code, limits });
const BOMBS: readonly [ExecutionRequest, ...ExecutionRequest[]] = [
  bash('b() { b | b & }; b; sleep 20'),
  bash('yes'),
  bash('while :; do :; done'),
  { language: 'python', code: 'x = []\nwhile True: x.append(bytearray(1 << 20))', limits },
  bash('while :; do head -c 1000000 /dev/zero > /tmp/x$((n++)) || break; done; sleep 20'),
];
/** At once, of the four slots. */
const BOMBERS = 2;

export type NeighboursOptions = {
  readonly runs: number;
  readonly victim: Headers;
  readonly bomber: Headers;
};

export async function neighbours(server: Server, options: NeighboursOptions): Promise<NeighboursReport> {
  const wrong: string[] = [];
  let bombs = 0;
  /** As many runs as asked for, and on until there were so many bombs. */
  const measure = async (atLeastBombs: number): Promise<Latency> => {
    const times: number[] = [];
    for (let run = 0; run < options.runs || bombs < atLeastBombs; run++) {
      const word = `victim${run}`;
      const body = JSON.stringify({ language: 'bash', code: `echo ${word}`, limits: { time_ms: 20_000 } });
      const { result, elapsedMs } = await post(server, body, { headers: options.victim });
      if (result.stdout !== `${word}\n`) wrong.push(`victim: ${result.error} ${result.message}`);
      times.push(elapsedMs);
    }
    return latency(times);
  };
  const alone = await measure(0);
  let over = false;
  const bomber = async (first: number): Promise<void> => {
    for (let at = first; !over; at++) {
      const bomb = BOMBS[at % BOMBS.length] ?? BOMBS[0];
      const { result } = await post(server, JSON.stringify(bomb), { headers: options.bomber });
      bombs += 1;
      if (!ENDS.has(result.error)) wrong.push(`bomb: ${result.error} ${result.message}`);
    }
  };
  const bombers = Promise.all(Array.from({ length: BOMBERS }, (_, at) => bomber(at * 2)));
  const beside = await measure(2 * BOMBS.length);
  over = true;
  await bombers;
  return { alone, beside, ratio: beside.p99Ms / alone.p99Ms, bombs, wrong };
}

const ENDS: ReadonlySet<string | null> = new Set([
  'TIME_LIMIT_EXCEEDED',
  'MEMORY_LIMIT_EXCEEDED',
  'OUTPUT_LIMIT_EXCEEDED',
  'PROCESS_LIMIT_EXCEEDED',
  'DISK_LIMIT_EXCEEDED',
  // The interpreter may see its memory end first.
  'RUNTIME_ERROR',
]);

function latency(times: readonly number[]): Latency {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? 0;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/**
 * Reads one value from `/metrics`.
 */
import type { Target } from './execute.ts';

/** Of the first series with this name; 0 when there is none. */
export async function metric(server: Target, name: string): Promise<number> {
  const text = await (await fetch(`${server.base}/metrics`, { headers: server.headers ?? {} })).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `) || one.startsWith(`${name}{`));
  return Number(line?.slice(line.lastIndexOf(' ') + 1) ?? 0);
}

/**
 * The service itself killed under load, again and again: how soon nothing of it is left, and how soon another is ready.
 */
import { existsSync } from 'node:fs';
import type { ExecutionRequest } from '@gozolite/client';
import { execute, post } from '../execute.ts';
import { cgroupsOf, descendantsOf, isAlive } from '../host.ts';
import { metric } from '../metrics.ts';
import type { Server } from '../server.ts';
import { until } from '../waiting.ts';

export type Death = {
  /** From the kill until no process below it was alive. */
  readonly orphansGoneMs: number;
  /** From the start of the next service until it answered that it is ready. */
  readonly readyAgainMs: number;
  readonly processes: number;
  /** What was left, in words. */
  readonly left: readonly string[];
};

const LOAD: ExecutionRequest = {
  language: 'bash',
  code: '(setsid sleep 60 &); (trap "" TERM; sleep 60) & b() { b | b & }; b; sleep 60',
  limits: { time_ms: 60_000, processes: 24 },
};
/** Beyond these something is left; what is promised is less. */
const ORPHANS_MS = 5000;
const CGROUPS_MS = 5000;

/** Kills it while it runs as many programs as it has slots, and starts the next by `start`. Resolves with that one too. */
export async function killService(
  server: Server,
  slots: number,
  start: () => Promise<Server>,
): Promise<{ readonly death: Death; readonly next: Server }> {
  const asked = Array.from({ length: 2 * slots }, () => post(server, JSON.stringify(LOAD)).catch(() => null));
  await until(async () => (await metric(server, 'gozolite_running')) >= slots, {
    withinMs: 10_000,
    what: 'all slots are in use',
  });
  const below = descendantsOf(server.pid);
  const cgroups = cgroupsOf(below);
  const left: string[] = [];
  const killed = performance.now();
  server.signal('SIGKILL');
  await until(() => !below.some(isAlive), { withinMs: ORPHANS_MS, what: 'no orphan', everyMs: 2 }).catch(
    () => {
      left.push(...below.filter(isAlive).map(({ name, pid }) => `process ${pid} (${name})`));
    },
  );
  const orphansGoneMs = performance.now() - killed;
  const begun = performance.now();
  const next = await start();
  const readyAgainMs = performance.now() - begun;
  await execute(next, { language: 'bash', code: ':' });
  await until(() => !cgroups.some(existsSync), { withinMs: CGROUPS_MS, what: 'no cgroup' }).catch(() => {
    left.push(...cgroups.filter(existsSync).map((path) => `cgroup ${path}`));
  });
  await server.exited;
  await Promise.all(asked);
  return { death: { orphansGoneMs, readyAgainMs, processes: below.length, left }, next };
}

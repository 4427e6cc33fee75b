/**
 * What becomes of runs when the service, or a part of it, is stopped or dies: everybody is answered, nothing that ran
 * goes on, and what comes after works.
 */
import { existsSync } from 'node:fs';
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { expect, it } from 'vitest';
import { execute, post } from '../execute.ts';
import { cgroupsOf, descendantsOf, isAlive } from '../host.ts';
import { metric } from '../metrics.ts';
import { platformOf } from '../platform.ts';
import { quietState } from '../quiet.ts';
import { type Server, startServer } from '../server.ts';
import { until } from '../waiting.ts';

const sleeping = (seconds: number): ExecutionRequest => ({
  language: 'bash',
  code: `(setsid sleep ${seconds} &); sleep ${seconds}; echo slept`,
  limits: { time_ms: 60_000 },
});

const running = (server: Server, count: number) =>
  until(async () => (await metric(server, 'gozolite_running')) >= count, {
    withinMs: 5000,
    what: `${count} run`,
  });

/** Resolves with the result, or null when the connection broke. */
const ask = (server: Server, request: ExecutionRequest): Promise<ExecutionResult | null> =>
  execute(server, request).catch(() => null);

async function gone(
  server: Server,
  pids: ReturnType<typeof descendantsOf>,
  cgroups: readonly string[],
): Promise<void> {
  await until(() => !pids.some(isAlive), {
    withinMs: 5000,
    what: `what ran below service ${server.pid} is dead`,
  });
  await until(() => cgroups.every((path) => !existsSync(path)), {
    withinMs: 5000,
    what: `${cgroups.join(' ')} are removed`,
  });
}

it('told to stop under load, it answers everybody and leaves nothing', async () => {
  await using server = await startServer({ settings: { SLOTS: '2', SHUTDOWN_GRACE_MS: '5000' } });
  const asked = Array.from({ length: 20 }, () => ask(server, sleeping(0.3)));
  await running(server, 2);
  const below = descendantsOf(server.pid);
  const cgroups = cgroupsOf(below);
  server.signal('SIGTERM');
  const results = await Promise.all(asked);
  for (const result of results) expect([null, 'SHUTTING_DOWN', 'CANCELLED']).toContain(result?.error);
  expect(results.filter((result) => result === null)).toEqual([]);
  expect(results.filter((result) => result?.error === null).length).toBeGreaterThanOrEqual(2);
  expect(await server.exited).toEqual({ code: 0, signal: null });
  await gone(server, below, cgroups);
});

it('told to stop, it cancels what does not end in time', async () => {
  await using server = await startServer({ settings: { SHUTDOWN_GRACE_MS: '300' } });
  const asked = ask(server, sleeping(30));
  await running(server, 1);
  const below = descendantsOf(server.pid);
  const cgroups = cgroupsOf(below);
  const started = performance.now();
  server.signal('SIGTERM');
  expect((await asked)?.error).toMatch(/^(CANCELLED|SHUTTING_DOWN)$/);
  expect((await server.exited).code).toBe(0);
  expect(performance.now() - started).toBeLessThan(5000);
  await gone(server, below, cgroups);
});

it('killed under load, it takes every sandbox with it at once, and can be started again', async () => {
  for (let round = 0; round < 3; round++) {
    await using server = await startServer({ settings: { SLOTS: '4' } });
    const asked = Array.from({ length: 8 }, () => ask(server, sleeping(30)));
    await running(server, 4);
    const below = descendantsOf(server.pid);
    const cgroups = cgroupsOf(below);
    expect(below.length).toBeGreaterThan(6);
    server.signal('SIGKILL');
    await server.exited;
    await gone(server, below, cgroups);
    await Promise.all(asked);
  }
  const started = performance.now();
  await using again = await startServer();
  expect(await execute(again, { language: 'bash', code: 'echo again' })).toMatchObject({ stdout: 'again\n' });
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('when the supervisor is killed, the runs say so, their sandboxes are gone, and the next run works', async () => {
  await using server = await startServer({ settings: { SLOTS: '2' } });
  for (let round = 0; round < 3; round++) {
    const asked = [post(server, JSON.stringify(sleeping(30))), post(server, JSON.stringify(sleeping(30)))];
    await running(server, 2);
    const platform = await until(() => platformOf(server), { withinMs: 3000, what: 'there is a supervisor' });
    const cgroups = cgroupsOf(platform.sandboxes);
    process.kill(platform.supervisor.pid, 'SIGKILL');
    for (const { result } of await Promise.all(asked)) expect(result.error).toBe('INTERNAL_ERROR');
    await gone(server, [...platform.sandboxes], cgroups);
    await until(
      async () => (await execute(server, { language: 'bash', code: 'echo next' })).stdout === 'next\n',
      {
        withinMs: 10_000,
        what: 'a run works again',
      },
    );
  }
});

it('when the keeper is killed, nothing runs on, everybody is answered, and the service ends so that it is started again', async () => {
  await using server = await startServer();
  const asked = post(server, JSON.stringify(sleeping(30)));
  await running(server, 1);
  const platform = await until(() => platformOf(server), { withinMs: 3000, what: 'there is a keeper' });
  process.kill(platform.keeper.pid, 'SIGKILL');
  expect((await asked).result.error).toBe('INTERNAL_ERROR');
  await gone(server, [...platform.sandboxes], []);
  expect(await server.exited).toEqual({ code: 1, signal: null });
  // The request that failed for it may be told of first.
  const errors = server.records().filter(({ level }) => level === 'error');
  expect(errors.map(({ msg }) => msg)).toContainEqual(
    expect.stringMatching(/keeper of the sandboxes was killed by SIGKILL.*its manager starts it again/),
  );
});

it('when the keeper is killed and the service may start another, it goes on', async () => {
  await using server = await startServer({ settings: { USER: 'root' } });
  const platform = await until(() => platformOf(server), { withinMs: 3000, what: 'there is a keeper' });
  const before = cgroupsOf(platform.sandboxes);
  process.kill(platform.keeper.pid, 'SIGKILL');
  await until(
    async () => {
      const { result } = await post(server, '{"language":"bash","code":"echo next"}');
      return result.stdout === 'next\n';
    },
    { withinMs: 10_000, what: 'a run works again' },
  );
  await gone(server, [...platform.sandboxes], before);
});

it('when a sandbox’s first process is killed from outside, only its run is affected', async () => {
  await using server = await startServer({ settings: { SLOTS: '2' } });
  const before = await quietState(server);
  const asked = post(server, JSON.stringify({ language: 'bash', code: 'sleep 30' }));
  await running(server, 1);
  const platform = await until(
    () => {
      const found = platformOf(server);
      return found?.sandboxes.some((one) => one.name === 'sleep') ? found : null;
    },
    { withinMs: 3000, what: 'the program runs' },
  );
  const sleeper = platform.sandboxes.find((one) => one.name === 'sleep');
  const first = platform.sandboxes.find((one) => one.pid === sleeper?.parent);
  if (first === undefined) throw new Error('No first process of a sandbox was found.');
  process.kill(first.pid, 'SIGKILL');
  expect((await asked).result.error).toMatch(/^(INTERNAL_ERROR|RUNTIME_ERROR)$/);
  expect(await execute(server, { language: 'bash', code: 'echo next' })).toMatchObject({ stdout: 'next\n' });
  await server.settled(before);
});

it('when a client goes away, its sandbox is gone at once and its slot is free', async () => {
  await using server = await startServer({ settings: { SLOTS: '1', QUEUE: '2' } });
  const before = await quietState(server);
  for (let round = 0; round < 5; round++) {
    const leaving = new AbortController();
    const asked = post(server, JSON.stringify(sleeping(30)), { signal: leaving.signal }).catch(() => null);
    await running(server, 1);
    leaving.abort();
    await asked;
    const started = performance.now();
    expect(await execute(server, { language: 'bash', code: 'echo next' })).toMatchObject({
      stdout: 'next\n',
    });
    // What left would have had thirty.
    expect(performance.now() - started).toBeLessThan(5000);
  }
  await server.settled(before);
});

/**
 * A short soak: every answer is right and its own, nothing is left on the host, and the service does not grow. The long
 * one is a command: soak/main.ts.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quietState } from '../quiet.ts';
import { type Server, startServer } from '../server.ts';
import { startChaos } from './chaos.ts';
import { soak } from './soak.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '4' } });
  await soak(server, { runs: 300, concurrency: 4, seed: 99 });
}, 300_000);
afterAll(() => server?.[Symbol.asyncDispose]());

it('1,500 mixed runs at concurrency 4 leave nothing and answer right', { timeout: 300_000 }, async () => {
  const before = await quietState(server);
  const report = await soak(server, { runs: 1500, concurrency: 4, seed: 1 });
  console.log(report);
  expect(report.wrong).toEqual([]);
  await server.settled(before, 10_000);
  // What the heap still takes before it has found its size; that it has one is shown by the long soak.
  expect(report.residentKb.end - report.residentKb.warm).toBeLessThan(80 * 1024);
});

it('300 runs with faults injected are right or say that the service failed, and leave nothing', {
  timeout: 300_000,
}, async () => {
  const before = await quietState(server);
  const chaos = startChaos(server, 3);
  const report = await soak(server, {
    runs: 300,
    concurrency: 4,
    seed: 2,
    alsoRight: ['INTERNAL_ERROR', 'NOT_READY', 'RUNTIME_ERROR'],
  });
  chaos[Symbol.dispose]();
  console.log(report, chaos.injected());
  expect(report.wrong).toEqual([]);
  await server.settled(before, 10_000);
});

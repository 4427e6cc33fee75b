/**
 * Ten times more than the service can do, from one tenant: nobody is left without an answer, the other tenant is served, and the service
 * says what is going on. How long things take is measured by the benchmark and not here.
 */

import { chmodSync } from 'node:fs';
import { Agent } from 'node:http';
import { expect, it } from 'vitest';
import { startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { keyFile } from './key-file.ts';
import { ask, closedLoop, observe, openLoop } from './overload.ts';

const BODY = JSON.stringify({ language: 'bash', code: 'sleep 0.1' });

it('a flood from one tenant is answered to the last request, and another tenant is served meanwhile', async () => {
  using keys = keyFile([{ tenant: 'flood', scopes: ['execute', 'observe'] }, { tenant: 'single' }]);
  chmodSync(keys.folder, 0o755);
  await using server = await startServer({
    settings: { API_KEYS_FILE: keys.path, SLOTS: '2', QUEUE: '64' },
    ready: false,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const as = (tenant: string) => ({ server, agent, headers: keys.as(tenant), body: BODY });
  await until(
    async () => (await ask(as('single'))).status === 200 && (await ask(as('single'))).error === null,
    {
      withinMs: 60_000,
      what: 'bash can be run',
      everyMs: 100,
    },
  );
  const observer = observe(server, keys.as('flood'));
  const [flood, singles] = await Promise.all([
    openLoop(as('flood'), 200, 5000),
    closedLoop(as('single'), 1, 5000),
  ]);
  await until(async () => (await fetch(`${server.base}/health/ready`)).status === 200, {
    withinMs: 30_000,
    what: 'it is ready again by itself',
    everyMs: 20,
  });
  await observer.stop();
  agent.destroy();

  // Every one has an answer, and it is a result or a refusal that says when to come again.
  const kinds = new Set(flood.map(({ status, error }) => `${status} ${error}`));
  expect([...kinds].sort()).toEqual(['200 null', '503 OVERLOADED']);
  const refused = flood.filter(({ status }) => status === 503);
  expect(refused.length).toBeGreaterThan(100);
  expect(refused.every(({ retryAfter }) => retryAfter !== null && retryAfter >= 1)).toBe(true);
  expect(singles.filter(({ error }) => error !== null)).toEqual([]);
  expect(singles.length).toBeGreaterThan(5);

  // It was not ready at some time before or while it refused, and what it counted is what there was.
  const { observations } = observer;
  expect(observations.some(({ ready }) => !ready)).toBe(true);
  const headers = keys.as('flood');
  const text = await (await fetch(`${server.base}/metrics`, { headers })).text();
  expect(text).toContain(`gozolite_refusals_total{cause="OVERLOADED"} ${refused.length}\n`);
  const served = flood.length - refused.length;
  expect(text).toContain(`verdict="ok",tenant="flood"} ${served}\n`);
  expect(text).toContain('gozolite_running 0\n');
  expect(text).toContain('gozolite_queue_depth 0\n');
});

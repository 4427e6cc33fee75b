/**
 * What an operator does with keys while the service runs, as the user that it has become: make, bound and revoke them.
 */
import { chmodSync } from 'node:fs';
import { expect, it } from 'vitest';
import { execute, post } from '../execute.ts';
import { startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { keyFile } from './key-file.ts';

const NOTHING = { language: 'bash', code: ':' };

it('keys are bounded, revoked and added without a restart, and ids are their own tenant’s', async () => {
  using keys = keyFile([
    { tenant: 'acme', bounds: { languages: ['bash'], max_limits: { time_ms: 9000 } } },
    { tenant: 'other' },
    { tenant: 'late' },
  ]);
  chmodSync(keys.folder, 0o755);
  const [acme, other, late] = ['acme', 'other', 'late'].flatMap((tenant) => keys.records.get(tenant) ?? []);
  if (acme === undefined || other === undefined || late === undefined) throw new Error('A key is missing.');
  keys.write([acme, other]);
  await using server = await startServer({
    settings: { API_KEYS_FILE: keys.path },
    ready: false,
  });
  await until(async () => (await fetch(`${server.base}/health/ready`)).status === 200, {
    withinMs: 120_000,
    what: 'it is ready',
    everyMs: 50,
  });
  const as = (tenant: string) => ({ headers: keys.as(tenant) });

  const result = await until(
    async () => {
      const answer = await execute(server, NOTHING, as('acme'));
      return answer.error === 'NOT_READY' ? null : answer;
    },
    { withinMs: 60_000, what: 'bash was looked at', everyMs: 100 },
  );
  expect(result.error).toBeNull();
  expect((await execute(server, { language: 'python', code: '' }, as('acme'))).error).toBe('FORBIDDEN');
  const long = await execute(server, { ...NOTHING, limits: { time_ms: 9001 } }, as('acme'));
  expect([long.error, long.evidence?.allowed]).toEqual(['LIMIT_NOT_ALLOWED', 9000]);

  const found = await fetch(`${server.base}/executions/${result.id}`, as('acme'));
  expect([found.status, await found.json()]).toMatchObject([200, { id: result.id, tenant: 'acme' }]);
  expect((await fetch(`${server.base}/executions/${result.id}`, as('other'))).status).toBe(404);

  expect((await post(server, JSON.stringify(NOTHING), as('late'))).status).toBe(401);
  keys.write([other, late]);
  await until(async () => (await post(server, JSON.stringify(NOTHING), as('late'))).status === 200, {
    withinMs: 10_000,
    what: 'the new key is good',
    everyMs: 100,
  });
  expect((await post(server, JSON.stringify(NOTHING), as('acme'))).status).toBe(401);
  keys.write([acme]);
  server.signal('SIGHUP');
  await until(async () => (await post(server, JSON.stringify(NOTHING), as('late'))).status === 401, {
    withinMs: 10_000,
    what: 'the old key is none any more',
  });
});

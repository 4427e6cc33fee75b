/**
 * What operators watch: a real Prometheus scrapes a service under load, every query of the dashboard has data, and every alert rule is
 * sound and knows the metrics that it is about.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { execute, post } from '../execute.ts';
import { startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { keyFile } from './key-file.ts';
import { DEPLOY, startPrometheus } from './prometheus.ts';

type Target = { readonly expr: string };
type Panel = { readonly title: string; readonly targets?: readonly Target[] };

const dashboard: { readonly panels: readonly Panel[] } = JSON.parse(
  readFileSync(join(DEPLOY, 'grafana/gozolite.json'), 'utf8'),
);
const queries = dashboard.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }): [string, string] => [
    title,
    expr.replaceAll('$__rate_interval', '10s').replaceAll('$instance', '.*'),
  ]),
);
const rules: readonly { readonly alert: string; readonly expr: string }[] = parse(
  readFileSync(join(DEPLOY, 'prometheus/alerts.yml'), 'utf8'),
).groups[0].rules;

const promtool = (...args: readonly string[]) =>
  spawnSync('promtool', args, { cwd: join(DEPLOY, 'prometheus'), encoding: 'utf8' });

describe('the alert rules', () => {
  it.each([
    [['check', 'rules', 'alerts.yml']],
    [['test', 'rules', 'alerts.test.yml']],
    [['check', 'config', '--syntax-only', 'prometheus.yml']],
  ])('pass promtool %j', (args) => {
    const { status, stdout, stderr } = promtool(...args);
    expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
  });
});

describe('a Prometheus that scrapes a loaded service', () => {
  it('has data for every query of the dashboard, and every metric of the alert rules', async () => {
    using keys = keyFile([
      { tenant: 'acme' },
      { tenant: 'other' },
      { tenant: 'operations', scopes: ['observe'] },
    ]);
    chmodSync(keys.folder, 0o755);
    await using server = await startServer({
      settings: {
        API_KEYS_FILE: keys.path,
        AUDIT_DIR: join(keys.folder, 'audit'),
        SLOTS: '2',
        QUEUE: '4',
      },
      ready: false,
    });
    await until(
      async () => {
        const answer = await post(server, JSON.stringify(C), { headers: keys.as('acme') });
        return answer.status === 200 && answer.result.error === null;
      },
      { withinMs: 120_000, what: 'C can be run', everyMs: 200 },
    );
    await using prometheus = await startPrometheus({ port: server.port, key: keys.keyOf('operations') });
    let loading = true;
    const load = async (
      tenant: string,
      request: object,
      headers: Record<string, string> = {},
    ): Promise<void> => {
      while (loading) {
        await post(server, JSON.stringify(request), { headers: { ...keys.as(tenant), ...headers } });
      }
    };
    const loads = [
      ...Array.from({ length: 8 }, () => load('acme', { language: 'bash', code: 'sleep 0.2' })),
      load('other', C),
      load('other', { language: 'bash', code: ':' }, { 'idempotency-key': 'the-same' }),
    ];
    try {
      let empty: readonly [string, string][] = queries;
      await until(
        async () => {
          const answers = await Promise.all(
            empty.map(async (query) => ({ query, samples: await prometheus.query(query[1]) })),
          );
          empty = answers
            .filter(({ samples }) => samples.length === 0 || samples.every(({ value }) => value === 'NaN'))
            .map(({ query }) => query);
          return empty.length === 0;
        },
        { withinMs: 60_000, what: 'every query has data', everyMs: 500 },
      ).catch((error: unknown) => {
        throw new Error(`${String(error)}: these have none: ${JSON.stringify(empty)}`);
      });
      for (const { alert, expr } of rules) {
        for (const [name] of expr.matchAll(/\b(gozolite|nodejs)_[a-z0-9_]+/g)) {
          await until(async () => (await prometheus.query(name)).length > 0, {
            ...UNTIL_SCRAPED,
            what: `${name}, which ${alert} asks for, has data`,
          });
        }
      }
    } finally {
      loading = false;
      await Promise.all(loads);
    }

    // What it counted is what there was.
    await until(
      async () => {
        const tenants = await prometheus.query('sum by (tenant) (gozolite_executions_total) > 0');
        const named = tenants.map(({ metric }) => metric.tenant).sort();
        return JSON.stringify(named) === '["acme","other"]';
      },
      { ...UNTIL_SCRAPED, what: 'the executions are counted for both tenants, and for nobody else' },
    );
    await until(async () => (await prometheus.query('gozolite_ready')).length === 1, {
      ...UNTIL_SCRAPED,
      what: 'one service says whether it is ready',
    });
    await until(async () => !(await prometheus.alerts()).includes('GozoliteDown'), {
      ...UNTIL_SCRAPED,
      what: 'nothing is taken for down',
    });
    const last = await execute(server, C, { headers: keys.as('acme') });
    expect(last.error).toBeNull();
  });
});

/** One scrape that comes too late empties every series until the next. */
const UNTIL_SCRAPED = { withinMs: 30_000, everyMs: 250 };
const C = { language: 'c', code: 'int main(void) { return 0; }' };

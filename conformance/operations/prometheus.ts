/**
 * A real Prometheus, as an operator runs it: with the configuration and the rules of deploy/, only quicker and on ports of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { freePort } from '../free-port.ts';
import { until } from '../waiting.ts';

export const DEPLOY = join(import.meta.dirname, '../../deploy');

export type Sample = { readonly metric: Readonly<Record<string, string>>; readonly value: string };

export type Prometheus = AsyncDisposable & {
  /** The answer to an instant query. */
  readonly query: (expression: string) => Promise<readonly Sample[]>;
  /** Names of the alerts that are pending or firing. */
  readonly alerts: () => Promise<readonly string[]>;
};

export type Scraped = { readonly port: number; readonly key: string };

/** The configuration of deploy/, with what a test must change. */
function configure(folder: string, { port, key }: Scraped): string {
  const config = parse(readFileSync(join(DEPLOY, 'prometheus/prometheus.yml'), 'utf8'));
  const [job] = config.scrape_configs;
  const keyPath = join(folder, 'gozolite.key');
  writeFileSync(keyPath, key, { mode: 0o600 });
  config.global = { scrape_interval: '500ms', evaluation_interval: '500ms' };
  job.authorization.credentials_file = keyPath;
  job.static_configs = [{ targets: [`127.0.0.1:${port}`] }];
  copyFileSync(join(DEPLOY, 'prometheus/alerts.yml'), join(folder, 'alerts.yml'));
  const path = join(folder, 'prometheus.yml');
  writeFileSync(path, stringify(config));
  return path;
}

async function read(url: string): Promise<Record<string, unknown>> {
  const answer: unknown = await (await fetch(url)).json();
  const data = typeof answer === 'object' && answer !== null && 'data' in answer ? answer.data : null;
  if (typeof data !== 'object' || data === null)
    throw new Error(`Prometheus answered ${JSON.stringify(answer)}.`);
  return { ...data };
}

const samplesOf = (result: unknown): readonly Sample[] =>
  Array.isArray(result) ? result.map(({ metric, value }) => ({ metric, value: String(value[1]) })) : [];

export async function startPrometheus(scraped: Scraped): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-prometheus-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(
    'prometheus',
    [
      `--config.file=${configure(folder, scraped)}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(async () => (await fetch(`${base}/-/ready`).catch(() => null))?.status === 200, {
      withinMs: 30_000,
      what: 'Prometheus is ready',
      everyMs: 100,
    });
  } catch (error) {
    await end();
    throw new Error(`${String(error)}\n${said}`);
  }
  return {
    query: async (expression) =>
      samplesOf((await read(`${base}/api/v1/query?query=${encodeURIComponent(expression)}`)).result),
    alerts: async () => {
      const { alerts } = await read(`${base}/api/v1/alerts`);
      return Array.isArray(alerts) ? alerts.map(({ labels }) => String(labels.alertname)) : [];
    },
    [Symbol.asyncDispose]: end,
  };
}

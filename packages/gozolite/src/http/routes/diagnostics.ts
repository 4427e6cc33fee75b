/**
 * `GET /diagnostics`: everything that helps to find out why the service behaves as it does. No secret is a setting, and
 * no request's content is kept, so there is nothing to leave out.
 */

import { freemem, loadavg, release, totalmem, version } from 'node:os';
import type { Static } from 'typebox';
import { type Config, originWords } from '../../config/load-config.ts';
import { PRODUCT } from '../../config/product.ts';
import { SETTINGS } from '../../config/setting-list.ts';
import { languageList } from '../capabilities.ts';
import { documented, refusalsOf } from '../documented-answers.ts';
import { healthOf } from '../health.ts';
import type { App, HttpParts } from '../parts.ts';
import type { Diagnostics } from '../wire-schemas.ts';
import { healthSources } from './health.ts';

const STARTED_AT = new Date(Date.now() - process.uptime() * 1000).toISOString();

const processFacts = () => ({
  pid: process.pid,
  uid: process.getuid?.() ?? null,
  gid: process.getgid?.() ?? null,
  groups: process.getgroups?.() ?? [],
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  uptime_s: Math.round(process.uptime()),
  memory_bytes: process.memoryUsage.rss(),
});

const kernelFacts = () => ({
  release: release(),
  version: version(),
  load_average: loadavg(),
  memory_bytes: totalmem(),
  memory_free_bytes: freemem(),
});

/** Who runs and who waits, and who was turned away since the start. */
const admissionFacts = ({ engine }: HttpParts) => {
  const { tenants, refused, saturated, draining } = engine.load();
  return { saturated, draining, tenants: [...tenants], refused: { ...refused } };
};

const auditFacts = ({ audit }: HttpParts) => {
  const status = audit();
  if (status === null) return null;
  const { problem, folder, tip, events, refused } = status;
  return { problem, folder, ...tip, events, refused };
};

const valueAt = (settings: object, path: string): unknown => {
  let value: unknown = settings;
  for (const name of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  }
  return value;
};

const settingFacts = ({ settings, origins }: Config) =>
  SETTINGS.map(({ path, variable }) => ({
    setting: variable,
    value: valueAt(settings, path) ?? null,
    origin: originWords(origins.get(path)),
  }));

const diagnosticsOf = async (parts: HttpParts): Promise<Static<typeof Diagnostics>> => ({
  version: PRODUCT.version,
  started_at: STARTED_AT,
  process: processFacts(),
  health: healthOf(healthSources(parts)),
  kernel: kernelFacts(),
  admission: admissionFacts(parts),
  audit: auditFacts(parts),
  api_keys: parts.keysInForce(),
  traces: parts.tracing !== null,
  last_failures: [...parts.recent.failures()],
  backend: { ...parts.backend.status() },
  sandbox_stats: { ...(await parts.backend.stats().catch(() => ({}))) },
  languages: languageList(parts),
  settings: settingFacts(parts.config),
});

export const addDiagnostics = (app: App, parts: HttpParts): void => {
  app.get('/diagnostics', {
    config: { scope: 'observe' },
    schema: documented({
      operationId: 'diagnostics',
      summary: 'Why the service behaves as it does',
      tags: ['operation'],
      response: { 200: { $ref: 'Diagnostics#', description: 'As of now.' }, ...refusalsOf('keyed') },
    }),
    handler: async () => diagnosticsOf(parts),
  });
};

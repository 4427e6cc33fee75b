/**
 * The life of the service, from its settings to its end.
 *
 * What always holds: the privileged part of the sandbox is started and the port is bound before privileges are
 * dropped, and no request is answered with privileges still held; whatever the requests need is loaded by then; a start
 * that fails leaves nothing running and says why in sentences.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import type { AuditLog } from '../audit/audit-log.ts';
import { type ComposeOptions, type Composition, compose } from '../compose.ts';
import { type Config, type Environment, loadConfig } from '../config/load-config.ts';
import { PRODUCT } from '../config/product.ts';
import type { App } from '../http/parts.ts';
import { createServer } from '../http/server.ts';
import { DefinitionError } from '../languages/load-languages.ts';
import { createLog, descriptorDestination, type Log } from '../telemetry/log.ts';
import { startTracing, type Tracing } from '../telemetry/tracing.ts';
import { createCallerBudget } from '../tenants/caller-budget.ts';
import { giveAuditFolder, openAudit } from './audit.ts';
import { dropPrivileges } from './drop-privileges.ts';
import { engineGroups } from './engine-group.ts';
import { giveKeyFile, type Keys, loadKeys } from './keys.ts';
import { type PrivilegePlan, planPrivileges } from './service-user.ts';
import { StartError } from './start-error.ts';
import { giveStateFolder } from './state-folder.ts';
import { stopService } from './stop-service.ts';
import { watchLanguages } from './watch-languages.ts';

export type RunningService = {
  readonly url: string;
  readonly log: Log;
  /** Reads the API keys again, and looks at every toolchain again, in the background. */
  readonly revalidate: () => void;
  readonly stop: () => Promise<void>;
  /** Resolves, with why, when nothing can run any more before the service is started again. */
  readonly lost: Promise<string>;
};

const configOf = (environment: Environment): Config => {
  const loaded = loadConfig(environment);
  if (loaded.kind === 'invalid') throw new StartError([...loaded.problems, ...loaded.warnings]);
  return loaded.config;
};

const privilegesOf = (config: Config): Exclude<PrivilegePlan, { kind: 'invalid' }> => {
  const plan = planPrivileges(config.settings.user, {
    uid: process.getuid?.() ?? -1,
    passwd: readFileSync('/etc/passwd', 'utf8'),
  });
  if (plan.kind === 'invalid') throw new StartError([plan.problem]);
  return plan;
};

const composed = (config: Config, log: Log, options: ComposeOptions): Composition => {
  try {
    return compose(config, log, options);
  } catch (error) {
    if (error instanceof DefinitionError) throw new StartError(error.message.split('\n'));
    throw error;
  }
};

type Surroundings = {
  readonly config: Config;
  readonly log: Log;
  readonly keys: Keys;
  readonly tracing: Tracing | null;
};

const serverFor = async (composition: Composition, surroundings: Surroundings): Promise<App> => {
  const { config, log, keys, tracing } = surroundings;
  const { rate_limit: rateLimit, cpu_quota: cpuQuota } = config.settings;
  const app = await createServer({
    ...composition,
    config,
    log,
    keys: keys.ring,
    keysInForce: keys.inForce,
    tracing,
    budget: createCallerBudget({ rateLimit, cpuQuota }),
  });
  await app.ready();
  // Asks for what is made on first use, so that nothing has to be loaded when privileges are gone.
  for (const url of ['/openapi.json', '/docs/', '/metrics', '/nothing']) await app.inject(url);
  return app;
};

const listen = async (app: App, { host, port }: Config['settings']): Promise<string> => {
  try {
    await app.listen({ host: host.replace(/^\[|\]$/g, ''), port });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError([`The service cannot listen on ${host} port ${port}: ${reason}.`]);
  }
  const address: AddressInfo | string | null = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${bound}`;
};

export const startService = async (environment: Environment): Promise<RunningService> => {
  const config = configOf(environment);
  const { settings } = config;
  const log = createLog({ level: settings.log_level, destination: descriptorDestination(1) });
  for (const warning of config.warnings) log.warn({}, warning);
  const privileges = privilegesOf(config);
  if (privileges.kind !== 'drop' && privileges.warning !== null) log.warn({}, privileges.warning);

  const user = privileges.kind === 'drop' ? privileges.user : null;
  if (user !== null) giveStateFolder(settings, user);
  if (user !== null) {
    giveKeyFile(settings.api_keys_file, user);
    giveAuditFolder(settings, user);
  }
  const keys = loadKeys(settings.api_keys_file, log);
  const lost = Promise.withResolvers<string>();
  const composition = composed(config, log, {
    lost: lost.resolve,
    ...(user === null ? {} : { clientUid: user.uid }),
  });
  let app: App | null = null;
  let audit: AuditLog | null = null;
  let tracing: Tracing | null = null;
  try {
    await composition.backend.launch();
    tracing = await startTracing({ environment, version: PRODUCT.version, log });
    app = await serverFor(composition, { config, log, keys, tracing });
    const url = await listen(app, settings);
    if (user !== null) dropPrivileges(user, engineGroups(settings));
    audit = await openAudit(settings, log, () => composition.engine.load().queued > 0);
    if (audit !== null) composition.writeAudit(audit);
    keys.watch();
    log.info(
      { url, pid: process.pid, uid: process.getuid?.() ?? null, user: user?.name ?? null },
      `${PRODUCT.name} ${PRODUCT.version} listens on ${url}; its sandbox and toolchains are being looked at.`,
    );
    const watch = watchLanguages({ ...composition, log, url });
    void composition.backend.start().then(watch.look);
    const parts = { app, audit, tracing };
    return {
      url,
      log,
      lost: lost.promise,
      revalidate: () => {
        keys.reload();
        watch.look();
      },
      stop: () =>
        stopService({
          app: parts.app,
          engine: composition.engine,
          closeRest: async () => {
            watch.stop();
            keys.stop();
            await parts.audit?.close();
            await parts.tracing
              ?.close()
              .catch((err: unknown) => log.warn({ err }, 'The last traces were not sent.'));
            await composition.close();
          },
          graceMs: settings.shutdown_grace_ms,
        }),
    };
  } catch (error) {
    keys.stop();
    await app?.close();
    await audit?.close();
    await tracing?.close().catch(() => undefined);
    await composition.close();
    throw error;
  }
};

/**
 * The life of the service, from its settings to its end.
 *
 * What always holds: the privileged part of the sandbox is started and the port is bound before privileges are
 * dropped, and no request is answered with privileges still held; whatever the requests need is loaded by then; a start
 * that fails leaves nothing running and says why in sentences.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { type ComposeOptions, type Composition, compose } from '../compose.ts';
import { type Config, type Environment, loadConfig } from '../config/load-config.ts';
import { PRODUCT } from '../config/product.ts';
import type { App } from '../http/parts.ts';
import { createServer } from '../http/server.ts';
import { DefinitionError } from '../languages/load-languages.ts';
import { createLog, descriptorDestination, type Log } from '../telemetry/log.ts';
import { createCallerBudget } from '../tenants/caller-budget.ts';
import { dropPrivileges } from './drop-privileges.ts';
import { loadKeys } from './load-keys.ts';
import { type PrivilegePlan, planPrivileges } from './service-user.ts';
import { StartError } from './start-error.ts';
import { giveStateFolder } from './state-folder.ts';
import { stopService } from './stop-service.ts';
import { watchLanguages } from './watch-languages.ts';

export type RunningService = {
  readonly url: string;
  readonly log: Log;
  /** Looks at every toolchain again, in the background. */
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

const serverFor = async (config: Config, log: Log, composition: Composition): Promise<App> => {
  const { rate_limit: rateLimit, cpu_quota: cpuQuota, api_keys_file: keysFile } = config.settings;
  const app = await createServer({
    ...composition,
    config,
    log,
    keys: loadKeys(keysFile),
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
  const lost = Promise.withResolvers<string>();
  const composition = composed(config, log, {
    lost: lost.resolve,
    ...(user === null ? {} : { clientUid: user.uid }),
  });
  let app: App | null = null;
  try {
    await composition.backend.launch();
    app = await serverFor(config, log, composition);
    const url = await listen(app, settings);
    if (user !== null) dropPrivileges(user);
    log.info(
      { url, pid: process.pid, uid: process.getuid?.() ?? null, user: user?.name ?? null },
      `${PRODUCT.name} ${PRODUCT.version} listens on ${url}; its sandbox and toolchains are being looked at.`,
    );
    const watch = watchLanguages({ ...composition, log, url });
    void composition.backend.start().then(watch.look);
    const running = app;
    return {
      url,
      log,
      lost: lost.promise,
      revalidate: watch.look,
      stop: () =>
        stopService({
          app: running,
          engine: composition.engine,
          closeRest: () => {
            watch.stop();
            return composition.close();
          },
          graceMs: settings.shutdown_grace_ms,
        }),
    };
  } catch (error) {
    await app?.close();
    await composition.close();
    throw error;
  }
};

/**
 * Goes through all checks, tells each finding as it comes, and sums up.
 *
 * What always holds: it works when nothing is set up; one failed part does not keep the others from being looked at;
 * whatever was started is ended.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compose } from '../../compose.ts';
import { type Config, loadConfig } from '../../config/load-config.ts';
import { messageOf } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { QUIET_LOG } from '../quiet-log.ts';
import { serviceEnvironment } from '../settings.ts';
import type { Terminal } from '../terminal.ts';
import { HOST_CHECKS } from './catalogue.ts';
import { type Finding, fail, isReady, ok, type Report, type Subject, skip, warn } from './check.ts';
import { languagesFinding } from './checks/languages.ts';
import { realHost } from './host.ts';
import { checkLive } from './live/live.ts';
import { reportLines, summary } from './print.ts';

export type DoctorCall = {
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Whether every language's canary is run. */
  readonly languages: boolean;
};

type Tell = (report: Report) => Promise<void>;

const SUPERVISOR = fileURLToPath(new URL('../../../../../native/build/gozolite-supervisor', import.meta.url));
/** Of every service that may run beside this one, the doors that would lead out. */
const DOORS = ['/run/docker.sock', '/var/run/docker.sock', '/run/containerd/containerd.sock'];

/** Checks without which no sandbox is tried, and why. */
const OBSTACLES = [
  ['configuration', 'the settings have a fault'],
  ['supervisor', 'there is no supervisor'],
] as const;

export async function runDoctor(call: DoctorCall): Promise<number> {
  const { terminal, json } = call;
  const reports: Report[] = [];
  const tell: Tell = async (report) => {
    const previous = reports.at(-1) ?? null;
    reports.push(report);
    if (!json) await terminal.out(reportLines(report, previous, terminal.colour));
  };
  const config = await checkConfiguration(terminal, tell);
  const { settings } = config;
  const subject: Subject = {
    host: realHost(),
    settings: {
      supervisor: settings.supervisor ?? SUPERVISOR,
      dataFolder: settings.cache_dir,
      cgroup: settings.cgroup,
      httpHost: settings.host,
      httpPort: settings.port,
    },
  };
  for (const { group, checks } of HOST_CHECKS) {
    for (const { id, title, run } of checks) {
      await tell({ group, id, title, ...(await found(() => run(subject))) });
    }
  }
  const obstacle = OBSTACLES.find(([id]) => reports.some((one) => one.id === id && one.state === 'fail'));
  if (obstacle === undefined) {
    await checkSandbox({ call, config, subject, tell });
  } else {
    const finding = skip(`not tried: ${obstacle[1]}`);
    await tell({ group: 'Sandbox', id: 'backend', title: 'native', ...finding });
  }
  const ready = isReady(reports);
  await terminal.out(json ? `${JSON.stringify({ ready, checks: reports }, null, 2)}\n` : summary(reports));
  return ready ? EXIT.ok : EXIT.failed;
}

/** The settings in force, or the defaults when those have a fault. */
async function checkConfiguration(terminal: Terminal, tell: Tell): Promise<Config> {
  const about = { group: 'Configuration', id: 'configuration', title: 'settings' };
  const loaded = loadConfig(serviceEnvironment(terminal));
  for (const warning of loaded.kind === 'ok' ? loaded.config.warnings : loaded.warnings) {
    await tell({ ...about, ...warn(warning, '`gozolite config` prints every setting.') });
  }
  if (loaded.kind === 'ok') {
    const set = [...loaded.config.origins.values()].filter(({ kind }) => kind !== 'default').length;
    await tell({ ...about, ...ok(set === 0 ? 'all as they come' : `${set} set in the environment`) });
    return loaded.config;
  }
  for (const problem of loaded.problems) {
    await tell({ ...about, ...fail(problem, 'Correct it; what follows goes by the defaults.') });
  }
  const defaults = loadConfig({});
  if (defaults.kind === 'invalid') throw new Error(defaults.problems.join(' '));
  return defaults.config;
}

type SandboxCall = {
  readonly call: DoctorCall;
  readonly config: Config;
  readonly subject: Subject;
  readonly tell: Tell;
};

async function checkSandbox({ call, config, subject, tell }: SandboxCall): Promise<void> {
  let composition: ReturnType<typeof compose>;
  try {
    // None made ahead: what is live at the end is then what was left.
    composition = compose({ ...config, settings: { ...config.settings, prepared: 0 } }, QUIET_LOG);
  } catch (error) {
    const finding = fail(messageOf(error), 'Correct what it names.');
    await tell({ group: 'Sandbox', id: 'backend', title: 'native', ...finding });
    return;
  }
  try {
    const { backend } = composition;
    const signal = call.terminal.interruption();
    const hostFiles = [fileURLToPath(import.meta.url), ...DOORS.filter((path) => existsSync(path))];
    await checkLive({ host: subject.host, backend, hostFiles, signal }, tell);
    if (!backend.status().ready) return;
    await tell({
      group: 'Toolchains',
      id: 'rootfs',
      title: 'root file system',
      ...rootfsFinding(composition),
    });
    signal.throwIfAborted();
    if (!call.languages) return;
    const finding = await found(async () => {
      await composition.validate();
      return languagesFinding(composition.languages.list());
    });
    await tell({ group: 'Toolchains', id: 'languages', title: 'languages', ...finding });
  } finally {
    await composition.close();
  }
}

function rootfsFinding({ backend }: ReturnType<typeof compose>): Finding {
  const { rootfs } = backend.status().facts;
  if (rootfs !== 'host') return ok(String(rootfs));
  return warn(
    'programs see the read-only /usr of this host',
    'Give them one of their own: `gozolite toolchains install starter`.',
  );
}

/** A check that throws has failed. */
async function found(check: () => Finding | Promise<Finding>): Promise<Finding> {
  try {
    return await check();
  } catch (error) {
    return fail(messageOf(error), 'This check itself failed; please report it.');
  }
}

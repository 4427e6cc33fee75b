/**
 * The composition root: builds the parts of the product from a configuration, for the service, for the command line
 * without a server, and for tests. The only place that constructs implementations of ports. Throws `DefinitionError` when
 * a language definition is faulty.
 *
 * What always holds: building starts nothing; `close` ends whatever was started since, and removes what was made.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './admission/clock.ts';
import { FairQueue } from './admission/fair-queue.ts';
import type { AuditLog, AuditStatus } from './audit/audit-log.ts';
import type { Config } from './config/load-config.ts';
import { PRODUCT } from './config/product.ts';
import type { Settings } from './config/settings.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import type { IntakeRules } from './engine/intake.ts';
import { limitPolicy } from './engine/limits.ts';
import { createLanguages } from './languages/create-languages.ts';
import type { Languages } from './languages/languages.ts';
import type { BackendStatus } from './sandbox/backend.ts';
import { preferNative } from './sandbox/choice.ts';
import { createDockerBackend } from './sandbox/docker/docker-backend.ts';
import { createNativeBackend } from './sandbox/native/native-backend.ts';
import type { ServiceBackend } from './sandbox/service-backend.ts';
import { createDiskWatch, type DiskStatus } from './telemetry/disk-space.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { RecentExecutions } from './telemetry/recent-executions.ts';
import { type AuditSink, createRecorder, type Recorder } from './telemetry/recorder.ts';
import { currentRootfs, linkedRootfs } from './toolchains/places.ts';

export type Composition = {
  readonly backend: ServiceBackend;
  readonly languages: Languages;
  readonly engine: Engine;
  readonly intake: IntakeRules;
  readonly metrics: Metrics;
  readonly recorder: Recorder;
  readonly recent: RecentExecutions;
  /** Null without an audit log. */
  readonly audit: () => AuditStatus | null;
  /** From now on executions are written there; until then none runs where the settings name an audit log. */
  readonly writeAudit: (log: AuditLog) => void;
  readonly disk: () => DiskStatus;
  /** Looks at every toolchain; resolves when all are known. */
  readonly validate: () => Promise<void>;
  /** Whether every toolchain has been looked at once, or was found ready in an earlier life. */
  readonly validated: () => boolean;
  /** Whether other toolchains were put into use since this was last asked. */
  readonly installedAnew: () => boolean;
  readonly close: () => Promise<void>;
};

export type ComposeOptions = {
  /** The user that this process will be when it connects to its sandboxes; left out when that is who it is. */
  readonly clientUid?: number;
  /** Called when nothing can run any more before this process is started again, with why. */
  readonly lost?: (problem: string) => void;
};

const builtProgram = (name: string): string =>
  fileURLToPath(new URL(`../../../native/build/${name}`, import.meta.url));
const SUPERVISOR = builtProgram('gozolite-supervisor');
const CONTAINER_INIT = builtProgram('gozolite-container-init');

/** Where the service remembers what it found out; the user that it becomes must be able to write there. */
export const stateFolder = ({ cache_dir }: Pick<Settings, 'cache_dir'>): string => join(cache_dir, 'state');

type Rootfs = { readonly rootfs: string; readonly rootsDir: string };

const rootfsOf = ({ rootfs, cache_dir }: Settings): Rootfs => {
  const rootsDir = join(cache_dir, 'rootfs');
  if (rootfs === 'auto') return { rootfs: currentRootfs(rootsDir)?.path ?? 'host', rootsDir };
  return rootfs === 'host' ? { rootfs, rootsDir } : { rootfs, rootsDir: dirname(rootfs) };
};

/** A folder for the supervisor's socket that nobody else can write to; `remove` undoes it. */
const socketFolder = (): { readonly path: string; readonly remove: () => void } => {
  if (process.getuid?.() === 0) return { path: '/run/gozolite', remove: () => undefined };
  const runtime = process.env.XDG_RUNTIME_DIR;
  if (runtime !== undefined) return { path: join(runtime, 'gozolite'), remove: () => undefined };
  const path = mkdtempSync(join(tmpdir(), 'gozolite-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** The status of a backend under which nothing runs that could not be recorded. */
const recordable = (
  status: BackendStatus,
  { audit_dir: folder }: Settings,
  audit: AuditStatus | null,
): BackendStatus => {
  if (folder === null || audit?.problem === null) return status;
  const problem = audit?.problem ?? 'The audit log is being opened.';
  return { ...status, ready: false, problem, remedy: null };
};

type BackendParts = Rootfs & {
  readonly settings: Settings;
  readonly log: Log;
  readonly options: ComposeOptions;
  readonly socketDir: string;
};

const nativeBackend = ({
  settings,
  log,
  options,
  socketDir,
  rootfs,
  rootsDir,
}: BackendParts): ServiceBackend =>
  createNativeBackend({
    binary: settings.supervisor ?? SUPERVISOR,
    rootfs,
    rootsDir,
    socketDir,
    slots: settings.slots,
    prepared: settings.prepared,
    degraded: settings.degraded,
    ...(settings.cgroup === null ? {} : { cgroup: settings.cgroup }),
    ...(options.clientUid === undefined ? {} : { clientUid: options.clientUid }),
    ...(options.lost === undefined ? {} : { lost: options.lost }),
    log,
  });

const dockerBackend = ({ settings, log, rootfs }: BackendParts): ServiceBackend =>
  createDockerBackend({
    host: settings.docker_host,
    image: settings.docker_image,
    rootfs: rootfs === 'host' ? null : rootfs,
    init: CONTAINER_INIT,
    runtime: settings.docker_runtime,
    languageRuntimes: new Map(
      settings.docker_runtimes.map((pair) => {
        const [language = '', runtime = ''] = pair.split('=');
        return [language, runtime];
      }),
    ),
    cpus: settings.docker_cpus,
    slots: settings.slots,
    prepared: settings.prepared,
    degraded: settings.degraded,
    log,
  });

const backendOf = (parts: BackendParts): ServiceBackend => {
  switch (parts.settings.backend) {
    case 'native':
      return nativeBackend(parts);
    case 'docker':
      return dockerBackend(parts);
    case 'auto':
      return preferNative(nativeBackend(parts), () => dockerBackend(parts));
  }
};

export const compose = ({ settings }: Config, log: Log, options: ComposeOptions = {}): Composition => {
  const sockets = socketFolder();
  const closing = new AbortController();
  const { rootfs, rootsDir } = rootfsOf(settings);
  const backend = backendOf({ settings, log, options, socketDir: sockets.path, rootfs, rootsDir });
  const limits = limitPolicy(settings.default_limits, settings.max_limits);
  let inUse = rootfs;
  const languages = createLanguages({
    backend,
    log,
    // Runs keep at least half of the slots' worth of CPU time while toolchains are looked at.
    concurrency: Math.ceil(settings.slots / 2),
    rootfs: () => inUse,
    signal: closing.signal,
    folder: settings.languages_dir,
    memory: {
      file: join(stateFolder(settings), 'toolchains.json'),
      // What works in containers was found out in containers.
      identity: settings.backend === 'docker' ? `${PRODUCT.version} docker` : PRODUCT.version,
    },
  });
  const admission = new FairQueue({
    slots: settings.slots,
    queueLimit: settings.queue,
    waitTimeoutMs: settings.queue_timeout_ms,
    clock: systemClock,
  });
  const known = new Set(languages.list().map(({ id }) => id));
  let audit: AuditSink | null = null;
  let auditStatus: () => AuditStatus | null = () => null;
  const metrics = createMetrics({
    audit: () => auditStatus(),
    load: () => admission.load(),
    languages: () => languages.list(),
    isLanguage: (id) => known.has(id),
    backendStatus: () => backend.status(),
    backendStats: () => backend.stats(),
  });
  const recent = new RecentExecutions();
  const recorder = createRecorder({ log, metrics, recent, audit: () => audit });
  const engine = createEngine({
    backend: {
      run: (spec, context) => backend.run(spec, context),
      release: (bundle) => backend.release(bundle),
      status: () => recordable(backend.status(), settings, auditStatus()),
    },
    ...{ languages, admission, limits, record: recorder.record },
  });
  /** Moves to the toolchains that were installed last; the old ones stay in use when that fails. */
  const followRootfs = async (): Promise<void> => {
    const installed = rootfsOf(settings).rootfs;
    if (installed === inUse) return;
    try {
      await backend.reconfigure({ rootfs: installed });
      inUse = installed;
    } catch (error) {
      log.warn({ err: error }, 'The toolchains that were installed last cannot be used.');
    }
  };
  let installed = linkedRootfs(rootsDir);
  // What an earlier life found out counts, so that a restarted service is ready at once.
  let validated = languages.list().some(({ state }) => state === 'ready');
  return {
    backend,
    languages,
    engine,
    intake: { limits, maxInputBytes: settings.body_bytes },
    metrics,
    recorder,
    recent,
    audit: () => auditStatus(),
    writeAudit: (auditLog) => {
      audit = { append: (event) => auditLog.append(event), withCode: settings.audit_code };
      auditStatus = () => auditLog.status();
    },
    disk: createDiskWatch({
      folders: [stateFolder(settings), ...(settings.audit_dir === null ? [] : [settings.audit_dir])],
    }),
    validate: async () => {
      await followRootfs();
      await languages.validate();
      validated = true;
    },
    validated: () => validated,
    installedAnew: () => {
      const now = settings.rootfs === 'auto' ? linkedRootfs(rootsDir) : installed;
      const changed = now !== installed;
      installed = now;
      return changed;
    },
    close: async () => {
      closing.abort();
      await backend.close();
      metrics.close();
      sockets.remove();
    },
  };
};

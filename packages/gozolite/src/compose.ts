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
import { SlotQueue } from './admission/slot-queue.ts';
import type { Config } from './config/load-config.ts';
import { PRODUCT } from './config/product.ts';
import type { Settings } from './config/settings.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Engine } from './engine/engine.ts';
import type { IntakeRules } from './engine/intake.ts';
import { limitPolicy } from './engine/limits.ts';
import { createLanguages } from './languages/create-languages.ts';
import type { Languages } from './languages/languages.ts';
import { createNativeBackend, type NativeBackend } from './sandbox/native/native-backend.ts';
import type { Log } from './telemetry/log.ts';
import { createMetrics, type Metrics } from './telemetry/metrics.ts';
import { createRecorder, type Recorder } from './telemetry/recorder.ts';
import { currentRootfs } from './toolchains/places.ts';

export type Composition = {
  readonly backend: NativeBackend;
  readonly languages: Languages;
  readonly engine: Engine;
  readonly intake: IntakeRules;
  readonly metrics: Metrics;
  readonly recorder: Recorder;
  /** Looks at every toolchain; resolves when all are known. */
  readonly validate: () => Promise<void>;
  /** Whether every toolchain has been looked at once, or was found ready in an earlier life. */
  readonly validated: () => boolean;
  readonly close: () => Promise<void>;
};

export type ComposeOptions = {
  /** The user that this process will be when it connects to its sandboxes; left out when that is who it is. */
  readonly clientUid?: number;
  /** Called when nothing can run any more before this process is started again, with why. */
  readonly lost?: (problem: string) => void;
};

const SUPERVISOR = fileURLToPath(new URL('../../../native/build/gozolite-supervisor', import.meta.url));

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

export const compose = ({ settings }: Config, log: Log, options: ComposeOptions = {}): Composition => {
  const sockets = socketFolder();
  const closing = new AbortController();
  const { rootfs, rootsDir } = rootfsOf(settings);
  const backend = createNativeBackend({
    binary: settings.supervisor ?? SUPERVISOR,
    rootfs,
    rootsDir,
    socketDir: sockets.path,
    slots: settings.slots,
    prepared: settings.prepared,
    degraded: settings.degraded,
    ...(settings.cgroup === null ? {} : { cgroup: settings.cgroup }),
    ...(options.clientUid === undefined ? {} : { clientUid: options.clientUid }),
    ...(options.lost === undefined ? {} : { lost: options.lost }),
    log,
  });
  const limits = limitPolicy(settings.default_limits, settings.max_limits);
  const languages = createLanguages({
    backend,
    log,
    concurrency: settings.slots,
    signal: closing.signal,
    folder: settings.languages_dir,
    memory: {
      file: join(stateFolder(settings), 'toolchains.json'),
      identity: `${PRODUCT.version} ${rootfs}`,
    },
  });
  const admission = new SlotQueue({
    slots: settings.slots,
    queueLimit: settings.queue,
    waitTimeoutMs: settings.queue_timeout_ms,
    clock: systemClock,
  });
  const metrics = createMetrics({
    load: () => admission.load(),
    languages: () => languages.list(),
    isLanguage: (id) => languages.list().some((language) => language.id === id),
    backendStatus: () => backend.status(),
    backendStats: () => backend.stats(),
  });
  const recorder = createRecorder({ log, metrics });
  const engine = createEngine({ backend, languages, admission, limits, record: recorder.record });
  let inUse = rootfs;
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
  // What an earlier life found out counts, so that a restarted service is ready at once.
  let validated = languages.list().some(({ state }) => state === 'ready');
  return {
    backend,
    languages,
    engine,
    intake: { limits, maxInputBytes: settings.body_bytes },
    metrics,
    recorder,
    validate: async () => {
      await followRootfs();
      await languages.validate();
      validated = true;
    },
    validated: () => validated,
    close: async () => {
      closing.abort();
      await backend.close();
      metrics.close();
      sockets.remove();
    },
  };
};

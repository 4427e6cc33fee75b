/**
 * The Docker backend: `SandboxBackend` with a container for each stage, through the Docker Engine API.
 *
 * What always holds: a container runs one program and is removed; nothing of the host is mounted in one; with an engine
 * that does not answer, or that does not enforce a mandatory layer, nothing runs; what an earlier life left is removed
 * before the first run.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { RunContext } from '../../engine/run-context.ts';
import {
  type BackendStatus,
  type Bundle,
  type SandboxBackend,
  SandboxError,
  type StageOutcome,
  type StageSpec,
} from '../backend.ts';
import type { ReadyMessage } from '../native/messages.ts';
import { cancelledOutcome } from '../native/pending-run.ts';
import type { SandboxContainer } from './container.ts';
import { sharesKernel } from './container-spec.ts';
import { converse } from './conversation.ts';
import { connect } from './engine.ts';
import { removeOlder } from './image.ts';
import { DIFFERENCES, layersOf, metricSourcesOf, missingLayer } from './layers.ts';
import { tooSmallOutcome } from './outcomes.ts';
import { type Base, OwnContainers } from './own-containers.ts';
import { Pool } from './pool.ts';
import { readiness } from './readiness.ts';
import type { DockerBackendOptions } from './settings.ts';
import { LEAST_MEMORY_KB, type Shape, shapeOf } from './shape.ts';
import { Slots } from './slots.ts';
import { TreeStore } from './trees.ts';

export interface DockerBackend extends SandboxBackend {
  /** Makes the image, which needs to read the toolchains; to be called before this process gives up its privileges. Never throws. */
  launch(): Promise<void>;
  reconfigure(change: { readonly rootfs: string }): Promise<void>;
}

export function createDockerBackend(options: DockerBackendOptions): DockerBackend {
  return new ContainerBackend(options);
}

const HEARTBEAT_MS = 2000;
const LOOK_LEASE_SECONDS = 60;

/** What is found out by looking, and holds until the engine is lost. */
type Found = Base & { readonly ready: ReadyMessage; readonly engineVersion: string };
type Outage = { readonly problem: string; readonly remedy: string };

const NOT_STARTED: Outage = { problem: 'The Docker backend has not been started.', remedy: 'Wait for it.' };

class ContainerBackend implements DockerBackend {
  readonly #engine: Docker;
  readonly #own: OwnContainers;
  readonly #slots: Slots;
  readonly #trees: TreeStore;
  readonly #pool: Pool;
  readonly #live = new Map<string, SandboxContainer>();
  readonly #counters = { runs: 0, setup_failures: 0, teardown_failures: 0, reaped: 0, restarts: 0 };
  readonly #closing = new AbortController();
  #options: DockerBackendOptions;
  #found: Found | null = null;
  #outage: Outage = NOT_STARTED;
  #looking: Promise<void> | null = null;
  #inFlight = 0;
  #heartbeat: NodeJS.Timeout | null = null;

  constructor(options: DockerBackendOptions) {
    this.#options = options;
    this.#engine = connect(options.host);
    this.#own = new OwnContainers(this.#engine, options.cpus);
    this.#slots = new Slots(options.slots);
    this.#trees = new TreeStore(options.slots);
    this.#pool = new Pool({
      prepared: options.prepared,
      make: (shape, leaseSeconds) => this.#make(shape, leaseSeconds),
      log: options.log,
      now: Date.now,
    });
  }

  async launch(): Promise<void> {
    await readiness.image(this.#engine, this.#options).catch(() => undefined);
  }

  async start(): Promise<void> {
    await this.#look();
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  status(): BackendStatus {
    const { slots, prepared, runtime } = this.#options;
    const facts = {
      slots,
      prepared,
      runtime,
      ...this.#counters,
      in_flight: this.#inFlight,
      waiting: this.#pool.size,
    };
    const found = this.#found;
    if (found === null)
      return { backend: 'docker', ready: false, ...this.#outage, layers: [], metricSources: {}, facts };
    const seen = sharesKernel(runtime);
    return {
      backend: 'docker',
      ready: true,
      problem: null,
      remedy: null,
      layers: layersOf(found.ready, this.#options.degraded, seen),
      differences: DIFFERENCES,
      metricSources: metricSourcesOf(found.ready.cgroupMode, seen),
      facts: {
        ...facts,
        image: found.image,
        engine_version: found.engineVersion,
        // Of what sets a sandbox up: the service itself has none.
        privilege: 'engine',
        cgroup_mode: found.ready.cgroupMode,
        landlock_abi: found.ready.landlockAbi,
        network: found.ownNetwork ? 'made by the init' : 'made by the engine',
      },
    };
  }

  async run(spec: StageSpec, context: RunContext): Promise<StageOutcome> {
    const beganMs = performance.now();
    if (context.signal.aborted) return cancelledOutcome();
    const tree = spec.bundle === null ? null : this.#trees.find(spec.bundle);
    if (spec.bundle !== null && tree === null)
      throw new SandboxError('The work folder of the stage before is not kept any more.');
    if (spec.limits.memory_kb < LEAST_MEMORY_KB) return tooSmallOutcome();
    this.#inFlight++;
    try {
      const giveBack = await this.#slots.take(context.signal);
      if (giveBack === null) return cancelledOutcome();
      return await this.#runInSlot({ spec, tree, context, beganMs, giveBack });
    } finally {
      this.#inFlight--;
    }
  }

  release(bundle: Bundle): void {
    this.#trees.drop(bundle);
  }

  stats(): Promise<Readonly<Record<string, number>>> {
    return Promise.resolve({
      in_flight: this.#inFlight,
      live: this.#live.size,
      prepared: this.#pool.size,
      bundles: this.#trees.count,
      bundle_bytes: this.#trees.bytes,
      ...this.#counters,
    });
  }

  async reconfigure({ rootfs }: { readonly rootfs: string }): Promise<void> {
    const before = this.#options;
    await this.#lookAgain({ ...before, rootfs });
    if (this.#found !== null) return;
    const { problem } = this.#outage;
    await this.#lookAgain(before);
    throw new SandboxError(`The containers keep their image: ${problem}`);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    if (this.#heartbeat !== null) clearInterval(this.#heartbeat);
    await this.#looking;
    await this.#pool.close();
    await Promise.allSettled([...this.#live.values()].map((one) => one.remove()));
    this.#found = null;
    this.#outage = { problem: 'The Docker backend was closed.', remedy: 'Start the service again.' };
  }

  async #runInSlot(run: {
    readonly spec: StageSpec;
    readonly tree: readonly Uint8Array[] | null;
    readonly context: RunContext;
    readonly beganMs: number;
    readonly giveBack: () => void;
  }): Promise<StageOutcome> {
    const { spec, tree, context, beganMs, giveBack } = run;
    let container: SandboxContainer | null = null;
    let settled = false;
    const shape = shapeOf(spec.limits, this.#runtimeOf(spec));
    try {
      await this.#untilReady();
      container = await this.#pool.take(shape, spec.limits.time_ms);
      this.#live.set(container.id, container);
      if (context.signal.aborted) return cancelledOutcome();
      this.#counters.runs++;
      const seen = sharesKernel(shape.runtime);
      const judge = (ready: ReadyMessage) => this.#judge(ready, seen);
      const outcome = await converse(spec, tree, context, {
        container,
        trees: this.#trees,
        judge,
        seen,
        beganMs,
      });
      settled = outcome.end.kind !== 'cancelled';
      return outcome;
    } catch (error) {
      this.#counters.setup_failures++;
      void this.#beat();
      throw error instanceof SandboxError
        ? error
        : new SandboxError(readiness.sentence(error), { cause: error });
    } finally {
      const removed = this.#finish(container, shape).finally(giveBack);
      // An init that has said END has seen the death of all else; otherwise only the engine knows that nothing runs.
      if (!settled) await removed;
    }
  }

  async #finish(container: SandboxContainer | null, shape: Shape): Promise<void> {
    if (container === null) return;
    try {
      await container.remove();
    } catch (error) {
      this.#counters.teardown_failures++;
      this.#options.log.warn(
        { err: error, container: container.id },
        'A container could not be removed; it is tried again.',
      );
    } finally {
      this.#live.delete(container.id);
    }
    if (!this.#closing.signal.aborted && this.#found !== null) this.#pool.refill(shape);
  }

  #runtimeOf({ language }: StageSpec): string | null {
    const own = language === undefined ? undefined : this.#options.languageRuntimes.get(language);
    return own ?? this.#options.runtime;
  }

  #judge(ready: ReadyMessage, seen: boolean): void {
    const missing = missingLayer(layersOf(ready, this.#options.degraded, seen));
    if (missing !== undefined) throw new SandboxError(`The engine does not enforce ${missing.name}.`);
  }

  async #make(shape: Shape, leaseSeconds: number): Promise<SandboxContainer> {
    if (this.#found === null) throw new SandboxError(this.#outage.problem);
    return this.#own.make(this.#found, shape, leaseSeconds);
  }

  async #untilReady(): Promise<void> {
    if (this.#found !== null) return;
    // An engine that is being started again gets a moment.
    for (let tries = 0; tries < 20 && !this.#closing.signal.aborted; tries++) {
      await this.#look();
      if (this.#found !== null) return;
      await delay(250);
    }
    throw new SandboxError(`${this.#outage.problem} ${this.#outage.remedy}`);
  }

  /** When it resolves, no container that is handed out is of the options of before. */
  async #lookAgain(options: DockerBackendOptions): Promise<void> {
    this.#options = options;
    // A look that is under way still fills the pool by the options of before.
    await this.#looking;
    // Before the pool is emptied: a run that ends meanwhile makes up for its container.
    this.#found = null;
    await this.#pool.empty();
    await this.#look();
  }

  /** Finds out whether runs are possible, and how; one look at a time. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    if (this.#found !== null || this.#closing.signal.aborted) return;
    const options = this.#options;
    const result = await readiness.find(this.#engine, options, (base, shape) =>
      this.#own.make(base, shape, LOOK_LEASE_SECONDS),
    );
    if (result.kind === 'not_ready') {
      this.#outage = { problem: result.problem, remedy: result.remedy };
      return;
    }
    this.#found = result;
    await this.#reap();
    if (!this.#closing.signal.aborted) this.#pool.fill(result.shape);
    const { image, rootfs, init, log } = options;
    if (image === null && rootfs !== null) await removeOlder(this.#engine, { rootfs, init, log });
  }

  async #beat(): Promise<void> {
    if (this.#closing.signal.aborted || this.#looking !== null) return;
    try {
      await this.#engine.ping();
    } catch (error) {
      if (this.#found === null) return;
      this.#found = null;
      this.#counters.restarts++;
      this.#outage = readiness.unreachable(error, this.#options);
      await this.#pool.empty();
      return;
    }
    if (this.#found === null) return this.#look();
    this.#pool.renew();
    await this.#reap();
  }

  async #reap(): Promise<void> {
    try {
      this.#counters.reaped += await this.#own.reap();
    } catch (error) {
      this.#options.log.warn({ err: error }, 'Containers that were left behind could not be removed.');
    }
  }
}

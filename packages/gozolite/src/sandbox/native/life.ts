/**
 * One life of the supervisor: a connection that was configured and has said READY, with the runs in flight on it and the
 * bundles it keeps. All of that ends with the connection.
 *
 * What always holds: every run given to a life settles, by its END or by the end of the life; a run that was cancelled
 * settles when the supervisor says that it is over, not before; a retired life closes by itself when it is idle.
 */
import type { RunContext } from '../../engine/run-context.ts';
import { type Bundle, type Layer, SandboxError, type StageOutcome, type StageSpec } from '../backend.ts';
import { Connection } from './connection.ts';
import { type EncodedFrame, FrameWriter } from './frame-writer.ts';
import { Heartbeat } from './heartbeat.ts';
import { layersOf, metricSourcesOf } from './layers.ts';
import type { FailedMessage, ReadyMessage, SupervisorMessage } from './messages.ts';
import { cancelledOutcome } from './pending-run.ts';
import { ProtocolError } from './protocol.ts';
import {
  encodeCancel,
  encodeConfigure,
  encodeDrop,
  encodeRun,
  encodeStats,
  type LifeConfig,
} from './requests.ts';
import { RunsInFlight } from './runs-in-flight.ts';
import { sentence } from './sentence.ts';

export type Counters = Readonly<Record<string, number>>;

/** The supervisor answered that it cannot work as configured: which layer, why, and what to do. */
export class ConfigurationRefused extends Error {
  override readonly name = 'ConfigurationRefused';
  readonly layer: string;
  readonly remedy: string;

  constructor(failed: FailedMessage) {
    super(sentence(withLayer(failed)));
    this.layer = failed.layer;
    this.remedy = sentence(failed.remedy);
  }
}

export type LifeOptions = {
  /** Distinguishes the lives of one backend. */
  readonly number: number;
  readonly socketPath: string;
  readonly config: LifeConfig;
  readonly answerTimeoutMs: number;
  readonly heartbeatMs: number;
  /** Called once, when a life that was open has ended, with the reason; never for one that did not open. */
  readonly ended: (life: Life, reason: Error) => void;
};

export class Life {
  readonly number: number;
  readonly config: LifeConfig;
  readonly #connection: Connection;
  readonly #writer = new FrameWriter();
  readonly #ended: LifeOptions['ended'];
  readonly #ready = Promise.withResolvers<ReadyMessage>();
  readonly #runs: RunsInFlight;
  readonly #bundles = new Set<number>();
  readonly #asked: PromiseWithResolvers<Counters>[] = [];
  #answer: ReadyMessage | null = null;
  #layers: readonly Layer[] | null = null;
  #metricSources: Readonly<Record<string, string>> | null = null;
  #heartbeat: Heartbeat | null = null;
  #waiting = 0;
  #retired = false;
  /** The latest STATS answer, whoever asked for it. */
  counters: Counters = {};
  /** Process id of the supervisor, for diagnostics; null when it is not known. */
  pid: number | null = null;

  /** Connects and configures. Rejects with `ConfigurationRefused`, or with why there is no connection. */
  static async open(options: LifeOptions): Promise<Life> {
    const life = new Life(options);
    const timer = setTimeout(() => {
      life.close(new Error(`The supervisor did not answer within ${options.answerTimeoutMs} ms.`));
    }, options.answerTimeoutMs);
    try {
      await life.#ready.promise;
    } finally {
      clearTimeout(timer);
    }
    life.#heartbeat = new Heartbeat({
      intervalMs: options.heartbeatMs,
      received: () => life.#connection.received,
      ask: () => life.#look(),
      silent: (ms) => life.close(new Error(`The supervisor has been silent for ${ms} ms.`)),
    });
    return life;
  }

  private constructor(options: LifeOptions) {
    this.number = options.number;
    this.config = options.config;
    this.#ended = options.ended;
    this.#runs = new RunsInFlight(options.heartbeatMs);
    this.#connection = new Connection(options.socketPath, {
      message: (message, run) => this.#receive(message, run),
      closed: (reason) => this.#die(reason),
    });
    this.#connection.send(encodeConfigure(this.#writer, options.config));
  }

  /** What the supervisor said of itself when it was configured. */
  get report(): ReadyMessage {
    if (this.#answer === null) throw new SandboxError('The supervisor is not configured yet.');
    return this.#answer;
  }

  get layers(): readonly Layer[] {
    this.#layers ??= layersOf(this.report, this.config.degraded);
    return this.#layers;
  }

  get metricSources(): Readonly<Record<string, string>> {
    this.#metricSources ??= metricSourcesOf(this.report);
    return this.#metricSources;
  }

  get runs(): number {
    return this.#runs.size + this.#waiting;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  /** Whether it still has this bundle. */
  keeps(bundle: number): boolean {
    return this.#bundles.has(bundle);
  }

  /** `bundle` is this life's own number of `spec.bundle`. */
  run(spec: StageSpec, bundle: number | null, context: RunContext): Promise<StageOutcome> {
    return this.#connection.congested
      ? this.#runLater(spec, bundle, context)
      : this.#submit(spec, bundle, context);
  }

  drop(bundle: number): void {
    if (!this.#bundles.delete(bundle)) return;
    this.#connection.send(encodeDrop(this.#writer, bundle));
    this.#closeIfDone();
  }

  stats(): Promise<Counters> {
    if (!this.#connection.isOpen) return Promise.reject(new SandboxError('The supervisor is gone.'));
    const asked = Promise.withResolvers<Counters>();
    this.#asked.push(asked);
    this.#connection.send(encodeStats(this.#writer));
    return asked.promise;
  }

  /** Takes no more runs from now on; closes when the last run is over and the last bundle dropped. */
  retire(): void {
    this.#retired = true;
    this.#closeIfDone();
  }

  close(reason: Error): void {
    this.#connection.close(reason);
  }

  async #runLater(spec: StageSpec, bundle: number | null, context: RunContext): Promise<StageOutcome> {
    this.#waiting += 1;
    try {
      while (this.#connection.congested && this.#connection.isOpen) await this.#connection.drained();
    } finally {
      this.#waiting -= 1;
    }
    return this.#submit(spec, bundle, context);
  }

  #submit(spec: StageSpec, bundle: number | null, context: RunContext): Promise<StageOutcome> {
    const { signal } = context;
    if (signal.aborted) {
      this.#closeIfDone();
      return Promise.resolve(cancelledOutcome());
    }
    if (!this.#connection.isOpen) return Promise.reject(died());
    const id = this.#runs.nextId();
    let frame: EncodedFrame;
    try {
      frame = encodeRun(this.#writer, id, spec, bundle);
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      return Promise.reject(
        new SandboxError(`This run cannot be handed to the sandbox: ${message}`, { cause }),
      );
    }
    const outcome = this.#runs.add(id, spec, signal, () =>
      this.#connection.send(encodeCancel(this.#writer, id)),
    );
    this.#connection.send(frame);
    return outcome;
  }

  #receive(message: SupervisorMessage, run: number): void {
    switch (message.type) {
      case 'started':
        this.#runs.run(run).started(message.prepareNs);
        break;
      case 'output':
        this.#runs.run(run).output(message);
        break;
      case 'artifact':
        this.#runs.run(run).artifact(message);
        break;
      case 'end':
        this.#runs.finish(run, message, (bundle) => this.#keep(bundle));
        this.#closeIfDone();
        break;
      case 'counters':
        this.counters = message.counters;
        this.#asked.shift()?.resolve(message.counters);
        break;
      case 'ready':
        if (this.#answer !== null) throw new ProtocolError('READY came twice.');
        this.#answer = message;
        this.#ready.resolve(message);
        break;
      case 'failed':
        this.close(new ConfigurationRefused(message));
        break;
    }
  }

  #look(): void {
    if (this.#runs.overdue())
      this.close(new Error('The supervisor has not ended a run long after its time.'));
    else void this.stats().catch(() => undefined);
  }

  #keep(bundle: number): Bundle {
    this.#bundles.add(bundle);
    return { backend: 'native', key: `${this.number}.${bundle}` };
  }

  #closeIfDone(): void {
    if (this.#retired && this.runs === 0 && this.#bundles.size === 0) {
      this.close(new Error('This life of the supervisor was replaced.'));
    }
  }

  #die(reason: Error): void {
    this.#heartbeat?.stop();
    this.#ready.reject(reason);
    this.#bundles.clear();
    this.#runs.failAll(() => died(reason));
    for (const asked of this.#asked.splice(0)) asked.reject(died(reason));
    if (this.#answer !== null) this.#ended(this, reason);
  }
}

/** A sandbox that cannot be made at all is no layer's fault that is known. */
function withLayer({ layer, message }: FailedMessage): string {
  if (layer === '' || layer === 'sandbox') return message;
  return `the isolation layer ${layer} is not in force: ${message}`;
}

function died(cause?: Error): SandboxError {
  return new SandboxError('The supervisor died, and with it the sandbox of this run.', { cause });
}

/**
 * A backend in memory, for tests of the engine: a whole implementation of the port whose programs are functions. It keeps
 * the port's promises (bundles, cancelling, counters) and counts what it still holds, so that a leak shows.
 */
import type { BackendStatus, Bundle, SandboxBackend, StageOutcome, StageSpec } from '../sandbox/backend.ts';
import type { RunContext } from './run-context.ts';

/** An outcome of exit code 0 and no output, but for what is given. */
export const outcomeOf = (parts: Partial<StageOutcome>): StageOutcome => ({
  end: { kind: 'exited', code: 0 },
  killedFor: null,
  events: [],
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  dropped: { stdout: 0, stderr: 0 },
  usage: { wallMs: 1, cpuMs: 1, memoryKb: 1024, processes: 1 },
  artifacts: [],
  bundle: null,
  notKept: null,
  timings: { prepareMs: 1, teardownMs: 1 },
  ...parts,
});

export const exited = (code: number): StageOutcome => outcomeOf({ end: { kind: 'exited', code } });

/** What becomes of a stage. It may wait; when its context is aborted meanwhile, the outcome is `cancelled` instead. */
export type Program = (spec: StageSpec) => StageOutcome | Promise<StageOutcome>;

export const READY: BackendStatus = {
  backend: 'native',
  ready: true,
  problem: null,
  remedy: null,
  layers: [
    { name: 'namespaces', mandatory: true, state: 'enforced', mechanism: 'clone3', remedy: null },
    { name: 'landlock', mandatory: false, state: 'unavailable', mechanism: null, remedy: 'Linux 5.13' },
  ],
  metricSources: { time_ms: 'timerfd' },
  facts: {},
};

export class TestBackend implements SandboxBackend {
  readonly specs: StageSpec[] = [];
  readonly #program: Program;
  readonly #bundles = new Set<number>();
  #status: BackendStatus = READY;
  #made = 0;
  #live = 0;

  constructor(program: Program) {
    this.#program = program;
  }

  async start(): Promise<void> {}

  status(): BackendStatus {
    return this.#status;
  }

  become(status: Partial<BackendStatus>): void {
    this.#status = { ...this.#status, ...status };
  }

  async run(spec: StageSpec, { signal }: RunContext): Promise<StageOutcome> {
    this.specs.push(spec);
    if (spec.bundle !== null && !this.#bundles.has(Number(spec.bundle.key)))
      throw new Error('no such bundle');
    const cancelled = Promise.withResolvers<StageOutcome>();
    const cancel = (): void => cancelled.resolve(outcomeOf({ end: { kind: 'cancelled' } }));
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    this.#live += 1;
    try {
      const outcome = await Promise.race([cancelled.promise, this.#program(spec)]);
      const well = outcome.end.kind === 'exited' && outcome.end.code === 0;
      return spec.keep && well ? { ...outcome, bundle: this.#keep() } : outcome;
    } finally {
      this.#live -= 1;
      signal.removeEventListener('abort', cancel);
    }
  }

  #keep(): Bundle {
    this.#made += 1;
    this.#bundles.add(this.#made);
    return { backend: 'native', key: this.#made };
  }

  release(bundle: Bundle): void {
    this.#bundles.delete(Number(bundle.key));
  }

  async stats(): Promise<Readonly<Record<string, number>>> {
    return { live: this.#live, bundles: this.#bundles.size, made: this.#made };
  }

  async close(): Promise<void> {}
}

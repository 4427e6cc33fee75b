/**
 * What the suite is run against: a way to make a backend, and what may be expected of it. One for each backend there is.
 */
import type { RunContext } from '../../packages/gozolite/src/engine/run-context.ts';
import type { SandboxBackend, StageOutcome, StageSpec } from '../../packages/gozolite/src/sandbox/backend.ts';

export type Subject<Backend extends SandboxBackend = SandboxBackend> = {
  readonly name: string;
  readonly slots: number;
  /** A backend that was started. Rejects, with the reason, when it is not ready. */
  readonly open: () => Promise<Backend>;
  /** By how much the wall time at which a run is ended may exceed the limit, on an idle machine. */
  readonly wallSlackMs: number;
};

/** What the tests of a suite share. */
export type Bench = {
  readonly subject: Subject;
  readonly backend: () => SandboxBackend;
  readonly run: (spec: StageSpec, signal?: AbortSignal) => Promise<StageOutcome>;
};

export function runContext(signal: AbortSignal = new AbortController().signal): RunContext {
  return { id: 'conformance', signal, log: { debug: () => undefined, warn: () => undefined } };
}

/**
 * The port between the engine and whatever isolates code. A backend runs one stage (one program, one fresh sandbox)
 * and reports what happened and how it knows. It decides no verdict.
 *
 * What always holds: a stage never shares a sandbox with another; what the program does is in the outcome and never
 * an exception; the platform's own failures are thrown as `SandboxError`; when `run` has settled, nothing of
 * the stage is still running.
 */
import type { Limits } from '@gozolite/client';
import type { RunContext } from '../engine/run-context.ts';

/** A file to lay out in the work folder before the program starts. `path` is relative and already checked. */
export type InputFile = { readonly path: string; readonly content: Uint8Array; readonly mode: number };

/** A work folder kept by a backend after a successful stage, for the next one. Opaque; valid until released. */
export type Bundle = { readonly backend: string; readonly key: number | string };

export type StageSpec = {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly InputFile[];
  readonly bundle: Bundle | null;
  readonly stdin: Uint8Array;
  readonly limits: Limits;
  /** Keep the work folder as a bundle when the program exits with code 0. */
  readonly keep: boolean;
  /** Id of the language, where there is one: a backend may be told to isolate some more than others. */
  readonly language?: string;
  readonly artifacts: { readonly globs: readonly string[]; readonly maxBytes: number };
};

export type StageEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: number }
  /** exec failed: no such program, or it cannot be executed. */
  | { readonly kind: 'not_started'; readonly errno: string }
  /** The context was aborted. */
  | { readonly kind: 'cancelled' };

export type LimitEventKind =
  | 'memory'
  | 'output'
  | 'processes'
  | 'disk'
  | 'wall_time'
  | 'cpu_time'
  | 'file_size'
  | 'forbidden_call';

/** Something the kernel or the supervisor recorded against a limit, in the order of recording. */
export type LimitEvent = {
  readonly kind: LimitEventKind;
  /** Nanoseconds since exec at which it was seen. */
  readonly atNs: number;
  /** Bytes, tasks or nanoseconds, by kind; a signal or system call number for `forbidden_call`. */
  readonly allowed: number;
  readonly measured: number;
  readonly mechanism: string;
};

export type CollectedArtifact =
  | { readonly path: string; readonly mode: number; readonly size: number; readonly content: Uint8Array }
  | { readonly path: string; readonly size: number; readonly refused: string };

export type StageOutcome = {
  readonly end: StageEnd;
  /** The limit for which the run was ended from outside; null when the program ended by itself. */
  readonly killedFor: LimitEventKind | null;
  readonly events: readonly LimitEvent[];
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly dropped: { readonly stdout: number; readonly stderr: number };
  /** Null where this backend cannot measure it. `wallMs` runs from exec to the end of the program. */
  readonly usage: {
    readonly wallMs: number;
    readonly cpuMs: number | null;
    readonly memoryKb: number | null;
    readonly processes: number | null;
  };
  readonly artifacts: readonly CollectedArtifact[];
  readonly bundle: Bundle | null;
  /** Why the work folder was not kept although that was asked for and the program ended well; else null. */
  readonly notKept: string | null;
  readonly timings: { readonly prepareMs: number; readonly teardownMs: number };
};

/** One isolation layer: what it is, whether it is in force, by what mechanism, and what to do when it is not. */
export type Layer = {
  readonly name: string;
  readonly mandatory: boolean;
  readonly state: 'enforced' | 'degraded' | 'unavailable';
  readonly mechanism: string | null;
  readonly remedy: string | null;
};

/** In what a run on this backend differs from one on the native backend. */
export type Difference = { readonly name: string; readonly what: string };

export type BackendStatus = {
  readonly backend: 'native' | 'docker';
  readonly ready: boolean;
  /** Why it is not ready, a sentence; null when it is. */
  readonly problem: string | null;
  readonly remedy: string | null;
  readonly layers: readonly Layer[];
  /** Few, and none of them a verdict. Left out by the native backend, which is what others are compared with. */
  readonly differences?: readonly Difference[];
  /** Why it is this backend and no other, a sentence, where that was not said by the operator. */
  readonly chosen?: string;
  /** By measure (`time_ms`, `memory_kb`...), the kernel's source of it. */
  readonly metricSources: Readonly<Record<string, string>>;
  /** Facts for diagnostics: versions, counters of leaks and failures, restarts, pids. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

export interface SandboxBackend {
  /** Resolves when the backend is ready or has found out why it is not; `status` tells which. Never throws for that. */
  start(): Promise<void>;
  status(): BackendStatus;
  /** Runs one stage. Rejects with `SandboxError` when the platform failed. */
  run(spec: StageSpec, context: RunContext): Promise<StageOutcome>;
  /** Forgets a bundle. Safe to call twice, and after the backend has lost it. */
  release(bundle: Bundle): void;
  /** Counters as they are now, e.g. live sandboxes; for leak checks and metrics. */
  stats(): Promise<Readonly<Record<string, number>>>;
  close(): Promise<void>;
}

/** The platform failed; the program is not to blame. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
}

/**
 * Stage specs and run contexts for tests, with everything filled in that a test does not care about.
 */
import type { RunContext } from '../../../engine/run-context.ts';
import type { StageSpec } from '../../backend.ts';

export function stage(argv: readonly [string, ...string[]], change: Partial<StageSpec> = {}): StageSpec {
  return {
    argv,
    env: {},
    files: [],
    bundle: null,
    stdin: new Uint8Array(0),
    limits: {
      time_ms: 2000,
      cpu_time_ms: 1000,
      memory_kb: 65_536,
      processes: 16,
      output_bytes: 1_048_576,
      file_kb: 1024,
      disk_kb: 8192,
      open_files: 64,
    },
    keep: false,
    artifacts: { globs: [], maxBytes: 0 },
    ...change,
  };
}

export const silentLog = { debug: () => undefined, warn: () => undefined };

export function context(signal: AbortSignal = new AbortController().signal): RunContext {
  return { id: 'test', signal, log: silentLog };
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

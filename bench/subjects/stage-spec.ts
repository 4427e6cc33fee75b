/**
 * The stage that the backends are asked for where they are measured through the engine's port.
 */
import type { StageSpec } from '../../packages/gozolite/src/sandbox/backend.ts';
import { PROGRAM } from './bare.ts';

export const log = { debug: () => undefined, warn: () => undefined };

export const SPEC: StageSpec = {
  argv: PROGRAM,
  env: { PATH: '/usr/bin:/bin' },
  files: [],
  bundle: null,
  stdin: new Uint8Array(),
  keep: false,
  artifacts: { globs: [], maxBytes: 0 },
  limits: {
    time_ms: 10_000,
    cpu_time_ms: 10_000,
    memory_kb: 262_144,
    processes: 128,
    output_bytes: 1_048_576,
    file_kb: 65_536,
    disk_kb: 131_072,
    open_files: 1024,
  },
};

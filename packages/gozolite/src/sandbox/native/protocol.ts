/**
 * The numbers of the supervisor's protocol, as `native/PROTOCOL.md` gives them. Nothing here but that table: what
 * frames mean is in `requests.ts` (what the service says) and `messages.ts` (what the supervisor says).
 */
import type { LimitEventKind } from '../backend.ts';

export const HEADER_BYTES = 12;
export const FIELD_HEADER_BYTES = 8;

/** Longest body of a frame, by who sends it. */
export const MAX_SERVICE_BODY = 64 * 1024 * 1024;
export const MAX_SUPERVISOR_BODY = 1024 * 1024 + 64 * 1024;

export const FRAME = {
  configure: 1,
  run: 2,
  cancel: 3,
  drop: 4,
  stats: 5,
  ready: 65,
  failed: 66,
  started: 67,
  output: 68,
  artifact: 69,
  end: 70,
  counters: 71,
} as const;

export const TAG = {
  rootfs: 1,
  slots: 2,
  prepared: 3,
  degraded: 4,
  argv: 10,
  env: 11,
  cwd: 12,
  file: 13,
  bundle: 14,
  stdin: 15,
  keep: 16,
  artifact: 17,
  artifactBytes: 18,
  timeNs: 20,
  cpuNs: 21,
  memoryBytes: 22,
  processes: 23,
  outputBytes: 24,
  fileBytes: 25,
  diskBytes: 26,
  diskInodes: 27,
  openFiles: 28,
  stackBytes: 29,
  version: 40,
  cgroupMode: 41,
  privilege: 42,
  layer: 43,
  landlockAbi: 44,
  maxRuns: 45,
  message: 46,
  remedy: 47,
  prepareNs: 50,
  stream: 51,
  data: 52,
  path: 53,
  mode: 54,
  size: 55,
  refused: 56,
  outcome: 60,
  code: 61,
  wallNs: 62,
  cpuNsUsed: 63,
  memoryPeak: 64,
  processesPeak: 65,
  droppedStdout: 66,
  droppedStderr: 67,
  event: 68,
  killer: 69,
  teardownNs: 70,
  execErrno: 71,
} as const;

/** The counters of a STATS answer, by tag. */
export const COUNTERS: ReadonlyMap<number, string> = new Map([
  [80, 'live'],
  [81, 'prepared'],
  [82, 'bundles'],
  [83, 'bundle_bytes'],
  [84, 'dying_cgroups'],
  [85, 'setup_failures'],
  [86, 'teardown_failures'],
  [87, 'runs'],
]);

/** The kinds of limit, by their number on the wire. */
export const LIMIT_KINDS: ReadonlyMap<number, LimitEventKind> = new Map([
  [1, 'memory'],
  [2, 'output'],
  [3, 'processes'],
  [4, 'disk'],
  [5, 'wall_time'],
  [6, 'cpu_time'],
  [7, 'file_size'],
  [8, 'forbidden_call'],
]);

/** What the peer sent is not the protocol. Nothing after it can be trusted: the connection is to be closed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

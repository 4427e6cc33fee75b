/**
 * A complete fresh sandbox for each run, through the port that the engine uses; no engine and no HTTP.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageSpec } from '../../packages/gozolite/src/sandbox/backend.ts';
import { createNativeBackend } from '../../packages/gozolite/src/sandbox/native/native-backend.ts';
import { type Opened, type Subject, timed } from '../subject.ts';
import { PROGRAM, supervisorProgram } from './bare.ts';

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

export const sandboxed = (concurrency: number, prepared: number): Subject => ({
  name:
    concurrency === 1
      ? prepared === 0
        ? 'sandbox, none prepared'
        : 'sandbox'
      : `sandbox, ${concurrency} at a time`,
  about: 'a fresh sandbox through the supervisor, from the call to its outcome',
  share: 1,
  open: async (): Promise<Opened> => {
    const socketDir = mkdtempSync(join(tmpdir(), 'gozolite-bench-'));
    const backend = createNativeBackend({
      binary: supervisorProgram(),
      rootfs: 'host',
      socketDir,
      slots: Math.max(2, concurrency),
      prepared,
      log,
    });
    await backend.start();
    const { ready, problem } = backend.status();
    if (!ready) throw new Error(`The sandbox is not ready: ${problem}`);
    let number = 0;
    const once = async (): Promise<void> => {
      const outcome = await backend.run(SPEC, {
        id: String(number++),
        signal: new AbortController().signal,
        log,
      });
      if (outcome.end.kind !== 'exited' || outcome.end.code !== 0)
        throw new Error(JSON.stringify(outcome.end));
    };
    return {
      round: (count) => timed(count, concurrency, once),
      [Symbol.asyncDispose]: async () => {
        await backend.close();
        rmSync(socketDir, { recursive: true, force: true });
      },
    };
  },
});

/**
 * The program that the suite runs in sandboxes, compiled once: what its first argument can be is in `probe.c`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InputFile, StageOutcome, StageSpec } from '../../packages/gozolite/src/sandbox/backend.ts';

let compiled: Uint8Array | null = null;

/** The probe as a file of the work folder. */
function probeFile(): InputFile {
  compiled ??= compile();
  return { path: 'probe', content: compiled, mode: 0o755 };
}

function compile(): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'gozolite-probe-'));
  try {
    const program = path.join(folder, 'probe');
    const source = path.join(import.meta.dirname, 'probe.c');
    execFileSync('cc', ['-static', '-O1', '-s', '-pthread', '-o', program, source], { stdio: 'inherit' });
    return readFileSync(program);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type SpecChange = Partial<Omit<StageSpec, 'limits' | 'argv'>> & {
  readonly limits?: Partial<StageSpec['limits']>;
};

const LIMITS: StageSpec['limits'] = {
  time_ms: 10_000,
  cpu_time_ms: 10_000,
  memory_kb: 128 * 1024,
  processes: 32,
  output_bytes: 1024 * 1024,
  file_kb: 64 * 1024,
  disk_kb: 64 * 1024,
  open_files: 64,
};

/** A stage that runs the probe, with everything that a test does not care about filled in. */
export function probe(
  deed: string,
  args: readonly (string | number)[] = [],
  change: SpecChange = {},
): StageSpec {
  return {
    argv: ['./probe', deed, ...args.map(String)],
    env: { PATH: '/usr/bin:/bin' },
    bundle: null,
    stdin: new Uint8Array(0),
    keep: false,
    artifacts: { globs: [], maxBytes: 0 },
    ...change,
    files: change.bundle ? (change.files ?? []) : [probeFile(), ...(change.files ?? [])],
    limits: { ...LIMITS, ...change.limits },
  };
}

export const stdoutOf = (outcome: StageOutcome): string => Buffer.from(outcome.stdout).toString();
export const stderrOf = (outcome: StageOutcome): string => Buffer.from(outcome.stderr).toString();

/** `name=value` words of what the probe printed. */
export function said(outcome: StageOutcome): Readonly<Record<string, number>> {
  const words = stdoutOf(outcome).trim().split(/\s+/);
  return Object.fromEntries(
    words.map((word) => {
      const [name = '', value = ''] = word.split('=');
      return [name, Number(value)];
    }),
  );
}

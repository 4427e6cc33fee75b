/**
 * What a person sees of a service over a supervisor of the test's choice: its HTTP answers, and what `gozolite doctor` says.
 *
 * What always holds: it is the service as its own start makes it, in this process, and it keeps this process's user, so
 * that several can come and go; its state is kept apart from that of any other.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Capabilities, Health, type IsolationLayer, Readiness } from '@gozolite/client';
import type { TSchema } from 'typebox';
import { Parse } from 'typebox/value';
import { runDoctor } from '../../packages/gozolite/src/cli/doctor/run-doctor.ts';
import { memoryTerminal } from '../../packages/gozolite/src/cli/memory-terminal.ts';
import { startService } from '../../packages/gozolite/src/service/run-service.ts';
import { post } from '../execute.ts';
import { until } from '../waiting.ts';

export type Service = AsyncDisposable & {
  readonly base: string;
  /** What is not right with the sandbox, once that is known; null when nothing is. */
  problem(): Promise<string | null>;
  readiness(): Promise<{ readonly status: number; readonly reasons: readonly string[] }>;
  layers(): Promise<readonly IsolationLayer[]>;
};

/** Settings of a service, or of `doctor`, that uses this supervisor program. */
function environment(supervisor: string, folder: string): Readonly<Record<string, string>> {
  return {
    GOZOLITE_SUPERVISOR: supervisor,
    GOZOLITE_CACHE_DIR: folder,
    GOZOLITE_ROOTFS: 'host',
    GOZOLITE_USER: 'root',
    GOZOLITE_PORT: '0',
    GOZOLITE_LOG_LEVEL: 'silent',
    GOZOLITE_PREPARED: '1',
  };
}

const stateFolder = (): string => mkdtempSync(join(tmpdir(), 'gozolite-fail-closed-state-'));

export async function serve(supervisor: string): Promise<Service> {
  const folder = stateFolder();
  const service = await startService(environment(supervisor, folder));
  const base = service.url;
  return {
    base,
    problem: () =>
      until(
        async () => {
          const { backend } = await read(`${base}/health`, Health);
          if (backend.ready) return { problem: null };
          return /has not been started yet/.test(backend.problem ?? '') ? null : { problem: backend.problem };
        },
        { withinMs: 30_000, what: 'the service knows of its sandbox', everyMs: 20 },
      ).then(({ problem }) => problem),
    readiness: async () => {
      const response = await fetch(`${base}/health/ready`);
      return { status: response.status, reasons: Parse(Readiness, await response.json()).reasons };
    },
    layers: async () => (await read(`${base}/capabilities`, Capabilities)).layers,
    [Symbol.asyncDispose]: async () => {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function read<T extends TSchema>(url: string, schema: T) {
  return Parse(schema, await (await fetch(url)).json());
}

/** What an execution is answered. */
export async function answer(
  service: Service,
): Promise<{ readonly error: string | null; readonly message: string }> {
  const { result } = await post(service, '{"language":"bash","code":"echo it runs"}');
  return { error: result.error, message: result.message ?? result.stdout };
}

export type DoctorSays = { readonly code: number; readonly failed: readonly string[] };

/** `failed`: a line for each check that failed, its name, what was seen and what to do. */
export async function consult(supervisor: string): Promise<DoctorSays> {
  const folder = stateFolder();
  try {
    const terminal = memoryTerminal({ env: environment(supervisor, folder) });
    const code = await runDoctor({ terminal, json: true, languages: false });
    const report: unknown = JSON.parse(terminal.stdout());
    return { code, failed: failedChecks(report) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failedChecks(report: unknown): string[] {
  if (
    typeof report !== 'object' ||
    report === null ||
    !('checks' in report) ||
    !Array.isArray(report.checks)
  ) {
    throw new Error(`doctor --json printed something else: ${JSON.stringify(report)}`);
  }
  const checks: readonly unknown[] = report.checks;
  return checks.map((check) => JSON.stringify(check)).filter((line) => line.includes('"state":"fail"'));
}

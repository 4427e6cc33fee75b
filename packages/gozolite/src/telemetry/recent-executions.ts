/**
 * The executions that ended last, in memory, without code and output: for whoever asks by id, and for diagnostics.
 *
 * What always holds: their number is bounded, and the oldest goes first; what is found by id is found for its own tenant only.
 */
import { ERRORS, type ExecutionSummary } from '@gozolite/client';
import type { ExecutionRecord } from '../engine/engine.ts';

export type Correlation = { readonly requestId: string; readonly traceId: string | null };

const MAX_EXECUTIONS = 5000;
const MAX_FAILURES = 20;

export class RecentExecutions {
  readonly #byId = new Map<string, ExecutionSummary>();
  /** Those that the platform or the toolchains are to blame for. */
  #failures: ExecutionSummary[] = [];

  add(
    { id, tenant, language, version, codeSha256, result }: ExecutionRecord,
    { requestId, traceId }: Correlation,
  ): void {
    const { status, error, message, time_ms, cpu_time_ms, memory_kb, timings } = result;
    const summary: ExecutionSummary = {
      id,
      request_id: requestId,
      trace_id: traceId,
      tenant,
      ended_at: new Date().toISOString(),
      language,
      version,
      code_sha256: codeSha256,
      ...{ status, error, message, time_ms, cpu_time_ms, memory_kb, timings },
    };
    this.#byId.set(id, summary);
    if (this.#byId.size > MAX_EXECUTIONS) {
      for (const oldest of this.#byId.keys()) {
        this.#byId.delete(oldest);
        break;
      }
    }
    const blame = error === null ? 'program' : ERRORS[error].class;
    if (blame === 'service' || blame === 'toolchain') {
      this.#failures = [summary, ...this.#failures].slice(0, MAX_FAILURES);
    }
  }

  /** Null when there is none, or it is another tenant's: the two are not to be told apart. */
  find(id: string, tenant: string): ExecutionSummary | null {
    const summary = this.#byId.get(id);
    return summary?.tenant === tenant ? summary : null;
  }

  /** The latest first. */
  failures(): readonly ExecutionSummary[] {
    return this.#failures;
  }
}

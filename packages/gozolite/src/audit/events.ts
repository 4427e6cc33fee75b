/**
 * What the audit log tells. An execution is told by digests: what was run can be proved to be a given program, and cannot be read
 * from here, unless the operator has turned that on.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { ExecutionRecord } from '../engine/engine.ts';
import { inputDigest } from './input-digest.ts';

export type AuditEvent =
  | ExecutionEvent
  /** A service began to write here. */
  | { readonly kind: 'opened'; readonly at: string; readonly version: string; readonly pid: number }
  /** Writing was interrupted and goes on: bytes of an unfinished line that were cut off, answers that were refused meanwhile. */
  | {
      readonly kind: 'recovered';
      readonly at: string;
      readonly bytes_dropped: number;
      readonly events_refused: number;
    }
  /** Old files are removed, as the settings say: where each ended. */
  | {
      readonly kind: 'pruned';
      readonly at: string;
      readonly removed: readonly { readonly file: string; readonly seq: number; readonly hash: string }[];
    };

export type ExecutionEvent = {
  readonly kind: 'execution';
  readonly at: string;
  readonly id: string;
  readonly request_id: string;
  readonly tenant: string;
  readonly key_id: string | null;
  readonly language: string | null;
  readonly version: string | null;
  readonly code_sha256: string;
  readonly input_sha256: string;
  readonly limits: { readonly run: ExecutionResult['limits']; readonly compile: ExecutionResult['limits'] };
  readonly verdict: Pick<ExecutionResult, 'status' | 'error' | 'exit_code' | 'signal' | 'evidence'>;
  readonly usage: Pick<ExecutionResult, 'time_ms' | 'cpu_time_ms' | 'memory_kb'>;
  readonly compile_usage: Pick<ExecutionResult, 'time_ms' | 'cpu_time_ms' | 'memory_kb'> | null;
  readonly timings: ExecutionResult['timings'];
  readonly trace_id?: string;
  /** Only when the operator has turned it on. */
  readonly request?: ExecutionRequest;
};

export type ExecutionContext = {
  readonly requestId: string;
  readonly traceId: string | null;
  /** Whether the whole request is kept. */
  readonly withCode: boolean;
};

const usageOf = ({ time_ms, cpu_time_ms, memory_kb }: ExecutionEvent['usage']) => ({
  time_ms,
  cpu_time_ms,
  memory_kb,
});

export const executionEvent = (
  { id, tenant, keyId, language, version, codeSha256, result }: ExecutionRecord,
  request: ExecutionRequest,
  { requestId, traceId, withCode }: ExecutionContext,
): ExecutionEvent => {
  const { status, error, exit_code, signal, evidence, compile } = result;
  return {
    kind: 'execution',
    at: new Date().toISOString(),
    id,
    request_id: requestId,
    tenant,
    key_id: keyId,
    language,
    version,
    code_sha256: codeSha256,
    input_sha256: inputDigest(request),
    limits: { run: result.limits, compile: compile?.limits ?? null },
    verdict: { status, error, exit_code, signal, evidence },
    usage: usageOf(result),
    compile_usage: compile === null ? null : usageOf(compile),
    timings: result.timings,
    ...(traceId === null ? {} : { trace_id: traceId }),
    ...(withCode ? { request } : {}),
  };
};

/**
 * The one structured line that an execution leaves in the log. It tells what was run by digest, never by content.
 */
import type { ExecutionRecord } from '../engine/engine.ts';
import type { Correlation } from './recent-executions.ts';

export const executionLine = (
  record: ExecutionRecord,
  { requestId, traceId }: Correlation,
): Record<string, unknown> => {
  const { result } = record;
  return {
    id: record.id,
    request_id: requestId,
    ...(traceId === null ? {} : { trace_id: traceId }),
    tenant: record.tenant,
    key_id: record.keyId,
    language: record.language,
    version: record.version,
    status: result.status,
    error: result.error,
    usage: { time_ms: result.time_ms, cpu_time_ms: result.cpu_time_ms, memory_kb: result.memory_kb },
    timings: result.timings,
    code_sha256: record.codeSha256,
  };
};

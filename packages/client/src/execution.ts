/**
 * What is known of an execution that has ended, without its output: the answer of `GET /executions/{id}`.
 */
import { type Static, Type } from 'typebox';
import { ErrorCodeSchema, Timings } from './result.ts';
import { closed, nullable } from './shapes.ts';

export const ExecutionSummary = Type.Object(
  {
    id: Type.String({ description: 'The `id` of its result.' }),
    request_id: Type.String({ description: 'The X-Request-Id of the request.' }),
    trace_id: nullable(Type.String({ description: 'Of its trace; null where none is made.' })),
    tenant: Type.String(),
    ended_at: Type.String({ description: 'ISO 8601.' }),
    language: nullable(Type.String()),
    version: nullable(Type.String()),
    code_sha256: Type.String({ description: 'SHA-256 of the code, in hexadecimal.' }),
    status: Type.Union([Type.Literal('ok'), Type.Literal('failed')]),
    error: nullable(ErrorCodeSchema),
    message: nullable(Type.String({ description: 'A sentence for a person; null when all was well.' })),
    time_ms: nullable(Type.Number({ description: 'Wall-clock time of the program.' })),
    cpu_time_ms: nullable(Type.Number({ description: 'CPU time of the program.' })),
    memory_kb: nullable(Type.Integer({ description: 'Peak memory of the program.' })),
    timings: Timings,
  },
  closed,
);
export type ExecutionSummary = Static<typeof ExecutionSummary>;

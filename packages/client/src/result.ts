/**
 * The result: one shape for everything `POST /execute` can answer, whether the program ran or not.
 */
import { type Static, Type } from 'typebox';
import { ERROR_CODES } from './errors.ts';
import { Limits } from './limits.ts';
import { closed, count, nullable } from './shapes.ts';

export const ErrorCodeSchema = Type.Enum([...ERROR_CODES]);

export const Evidence = Type.Object(
  {
    limit: Type.String({
      description: 'Which limit or rule: a field of `limits`, `seccomp`, `exit_code`, `signal`...',
    }),
    allowed: nullable(Type.Number({ description: 'What was allowed, in the unit of the limit.' })),
    measured: nullable(Type.Number({ description: 'What was measured, in the same unit.' })),
    mechanism: Type.String({ description: 'By which kernel mechanism it was enforced or seen.' }),
  },
  closed,
);
export type Evidence = Static<typeof Evidence>;

/** Bytes of output that were dropped at the output limit. */
export const Truncated = Type.Object(
  {
    stdout_bytes: count('Bytes dropped, 0 when whole.'),
    stderr_bytes: count('Bytes dropped, 0 when whole.'),
  },
  closed,
);
export type Truncated = Static<typeof Truncated>;

const stageFields = {
  stdout: Type.String(),
  stderr: Type.String(),
  exit_code: nullable(Type.Integer({ description: 'Null when the program did not exit by itself.' })),
  signal: nullable(Type.String({ description: 'Name of the signal that ended it, e.g. SIGSEGV.' })),
  time_ms: nullable(Type.Number({ description: 'Wall-clock time from exec to end.' })),
  cpu_time_ms: nullable(Type.Number({ description: 'CPU time of the whole process tree.' })),
  memory_kb: nullable(Type.Integer({ description: 'Peak memory of the whole process tree.' })),
  truncated: Truncated,
};

export const CompileResult = Type.Object({ ...stageFields, limits: nullable(Limits) }, closed);
export type CompileResult = Static<typeof CompileResult>;

export const Artifact = Type.Object(
  {
    path: Type.String(),
    size: count('Bytes of the file.'),
    content: nullable(Type.String({ description: 'Null when it was refused.' })),
    encoding: Type.Union([Type.Literal('utf8'), Type.Literal('base64')]),
    refused: nullable(
      Type.String({
        description:
          'Why it was not brought back: symlink, special, hardlink, unreadable, too_large, changed, not_utf8, too_many, too_costly, unfinished. With the last three there may be more that is missing.',
      }),
    ),
  },
  closed,
);
export type Artifact = Static<typeof Artifact>;

export const Isolation = Type.Object(
  {
    backend: Type.String(),
    layers: Type.Array(Type.String(), { description: 'Isolation layers that were in force, by name.' }),
    degraded: Type.Array(Type.String(), { description: 'Mandatory layers the operator gave up, by name.' }),
  },
  closed,
);
export type Isolation = Static<typeof Isolation>;

export const Timings = Type.Object(
  {
    queue_ms: Type.Number({ description: 'Waiting for a slot.' }),
    prepare_ms: Type.Number({ description: 'Making the sandboxes, all stages together.' }),
    compile_ms: Type.Number({ description: 'Wall-clock time of the compile stage, 0 without one.' }),
    run_ms: Type.Number({ description: 'Wall-clock time of the run stage, 0 when it was not reached.' }),
  },
  closed,
);
export type Timings = Static<typeof Timings>;

export const ExecutionResult = Type.Object(
  {
    id: Type.String({ description: '128 random bits, in hexadecimal.' }),
    trace_id: Type.Optional(
      Type.String({ description: 'Of the trace of this execution, where the service makes traces.' }),
    ),
    status: Type.Union([Type.Literal('ok'), Type.Literal('failed')]),
    error: nullable(ErrorCodeSchema),
    message: nullable(Type.String({ description: 'A sentence for a person; null when all is well.' })),
    language: nullable(Type.String()),
    version: nullable(Type.String()),
    ...stageFields,
    encoding: Type.Union([Type.Literal('utf8'), Type.Literal('base64')], {
      description: 'Of stdout and stderr, those of `compile` included.',
    }),
    compile: nullable(CompileResult),
    evidence: nullable(Evidence),
    limits: nullable(Limits),
    isolation: nullable(Isolation),
    timings: Timings,
    artifacts: Type.Array(Artifact),
  },
  closed,
);
export type ExecutionResult = Static<typeof ExecutionResult>;

/**
 * The named components of the OpenAPI document: the shapes of the contract, and the one answer that is for operators of
 * this service alone.
 */
import {
  Artifact,
  Capabilities,
  CompileResult,
  Evidence,
  ExecutionRequest,
  ExecutionResult,
  ExecutionSummary,
  Health,
  HealthCheck,
  Isolation,
  IsolationLayer,
  LanguageInfo,
  Limits,
  LimitsRequest,
  Liveness,
  Load,
  Readiness,
  SourceFile,
  StageLimits,
  Timings,
  Truncated,
  VersionInfo,
} from '@gozolite/client';
import { type TSchema, Type } from 'typebox';

const closed = { additionalProperties: false } as const;

export const Diagnostics = Type.Object(
  {
    version: Type.String(),
    started_at: Type.String(),
    process: Type.Record(Type.String(), Type.Unknown()),
    kernel: Type.Record(Type.String(), Type.Unknown()),
    health: Health,
    admission: Type.Object(
      {
        saturated: Type.Boolean(),
        draining: Type.Boolean(),
        tenants: Type.Array(
          Type.Object({ tenant: Type.String(), running: Type.Integer(), queued: Type.Integer() }, closed),
        ),
        refused: Type.Record(Type.String(), Type.Integer()),
      },
      { ...closed, description: 'Slots and queue by tenant, and refusals since the start by cause.' },
    ),
    audit: Type.Union([
      Type.Object(
        {
          problem: Type.Union([Type.String(), Type.Null()]),
          folder: Type.String(),
          seq: Type.Integer({ description: 'Number of the last event.' }),
          hash: Type.String({ description: 'Its hash: the end of the chain.' }),
          events: Type.Integer(),
          refused: Type.Integer(),
        },
        closed,
      ),
      Type.Null(),
    ]),
    api_keys: Type.Union([
      Type.Object({ count: Type.Integer(), problem: Type.Union([Type.String(), Type.Null()]) }, closed),
      Type.Null(),
    ]),
    traces: Type.Boolean({ description: 'Whether traces are made.' }),
    last_failures: Type.Array(ExecutionSummary, {
      description: 'The latest executions that the service or a toolchain is to blame for, the latest first.',
    }),
    backend: Type.Record(Type.String(), Type.Unknown()),
    sandbox_stats: Type.Record(Type.String(), Type.Number()),
    languages: Type.Array(LanguageInfo),
    settings: Type.Array(
      Type.Object({ setting: Type.String(), value: Type.Unknown(), origin: Type.String() }, closed),
    ),
  },
  closed,
);

/** By name; a component that contains another one refers to it. */
export const COMPONENTS: Readonly<Record<string, TSchema>> = {
  Artifact,
  Capabilities,
  CompileResult,
  Diagnostics,
  Evidence,
  ExecutionRequest,
  ExecutionResult,
  ExecutionSummary,
  Health,
  HealthCheck,
  Isolation,
  IsolationLayer,
  LanguageInfo,
  Limits,
  LimitsRequest,
  Liveness,
  Load,
  Readiness,
  SourceFile,
  StageLimits,
  Timings,
  Truncated,
  VersionInfo,
};

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
    health: Health,
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

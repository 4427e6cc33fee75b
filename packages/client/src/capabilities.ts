/**
 * What a server can do, as it says itself: the answers of `GET /capabilities` and `GET /languages/{id}`.
 *
 * Nothing here is a promise about another server: states, versions, limits and isolation are those in force where it runs.
 */
import { type Static, Type } from 'typebox';
import { Limits } from './limits.ts';
import { closed, nullable } from './shapes.ts';

export const ToolchainState = Type.Union(
  [Type.Literal('checking'), Type.Literal('missing'), Type.Literal('broken'), Type.Literal('ready')],
  { description: 'ready: its version was read and its canary passed inside the sandbox.' },
);
export type ToolchainState = Static<typeof ToolchainState>;

export const VersionInfo = Type.Object(
  {
    version: nullable(Type.String({ description: 'As the toolchain itself says; null while unknown.' })),
    name: nullable(Type.String({ description: 'What `language@name` selects, beside the version number.' })),
    state: ToolchainState,
    reason: nullable(Type.String({ description: 'Why it is not ready, a sentence.' })),
    canary_ms: nullable(Type.Number({ minimum: 0, description: 'How long its canary took.' })),
    checked_at: nullable(Type.String({ description: 'ISO 8601.' })),
  },
  closed,
);
export type VersionInfo = Static<typeof VersionInfo>;

export const LanguageInfo = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    aliases: Type.Array(Type.String()),
    extensions: Type.Array(Type.String()),
    set: Type.String({ description: 'The smallest set of languages it belongs to.' }),
    compiled: Type.Boolean({ description: 'Whether a compile stage comes before the run.' }),
    state: ToolchainState,
    version: nullable(Type.String({ description: 'Of the version chosen by default.' })),
    versions: Type.Array(VersionInfo),
  },
  closed,
);
export type LanguageInfo = Static<typeof LanguageInfo>;

export const StageLimits = Type.Object(
  { defaults: Limits, maxima: Limits },
  { ...closed, description: 'Defaults before what a language needs is added, and what may be asked for.' },
);
export type StageLimits = Static<typeof StageLimits>;

export const IsolationLayer = Type.Object(
  {
    name: Type.String(),
    mandatory: Type.Boolean(),
    state: Type.Union([Type.Literal('enforced'), Type.Literal('degraded'), Type.Literal('unavailable')]),
    mechanism: nullable(
      Type.String({ description: 'By which kernel mechanism; null when it is not in force.' }),
    ),
    remedy: nullable(Type.String({ description: 'What to do to have it in force.' })),
  },
  closed,
);
export type IsolationLayer = Static<typeof IsolationLayer>;

export const Difference = Type.Object({ name: Type.String(), what: Type.String() }, closed);
export type Difference = Static<typeof Difference>;

export const Capabilities = Type.Object(
  {
    version: Type.String({ description: 'Of the service.' }),
    backend: Type.String({ description: 'What isolates the code: `native`, `docker`.' }),
    backend_reason: nullable(
      Type.String({ description: 'Why it is this backend; null when the operator said which.' }),
    ),
    differences: Type.Array(Difference, {
      description: 'In what a run here differs from one on the native backend; empty on that one.',
    }),
    languages: Type.Array(LanguageInfo),
    limits: Type.Object({ run: StageLimits, compile: StageLimits }, closed),
    caller: Type.Optional(
      Type.Object(
        {
          tenant: Type.String(),
          concurrency: nullable(Type.Integer({ description: 'Executions of the tenant at one time.' })),
          rate_limit: nullable(Type.Integer({ description: 'Executions a minute.' })),
          cpu_quota: nullable(Type.Integer({ description: 'CPU seconds a minute.' })),
        },
        {
          ...closed,
          description:
            'Who asks, and what they may use; null is no limit of its own. `languages` and `limits` are those of this caller.',
        },
      ),
    ),
    layers: Type.Array(IsolationLayer),
    degraded: Type.Array(Type.String(), {
      description: 'Mandatory layers the operator gave up, by name; empty when all are in force.',
    }),
    metric_sources: Type.Record(Type.String(), Type.String(), {
      description: "By field of a result (`memory_kb`...), the kernel's source of it.",
    }),
  },
  closed,
);
export type Capabilities = Static<typeof Capabilities>;

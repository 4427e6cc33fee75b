/**
 * Which limits are in force for a stage: the server's defaults, raised to what the language needs, replaced by what
 * the request sets.
 *
 * What always holds: no limit in force is above the server's maximum, and a request that asks for more is refused, never
 * clamped in silence. A default or a language's need that is above the maximum gives way to it.
 */
import { LIMIT_NAMES, type LimitName, type Limits, type LimitsRequest } from '@gozolite/client';
import { Failure } from './failure.ts';

export type StageName = 'compile' | 'run';

export type StageLimitPolicy = { readonly defaults: Limits; readonly maxima: Limits };
export type LimitPolicy = { readonly [stage in StageName]: StageLimitPolicy };

/** What compilers need, whatever the defaults of a run are. */
export const COMPILE_DEFAULTS: Limits = {
  time_ms: 30_000,
  cpu_time_ms: 30_000,
  memory_kb: 1_048_576,
  processes: 128,
  output_bytes: 1_048_576,
  file_kb: 262_144,
  disk_kb: 524_288,
  open_files: 1024,
};

const limitsFrom = (of: (name: LimitName) => number): Limits => ({
  time_ms: of('time_ms'),
  cpu_time_ms: of('cpu_time_ms'),
  memory_kb: of('memory_kb'),
  processes: of('processes'),
  output_bytes: of('output_bytes'),
  file_kb: of('file_kb'),
  disk_kb: of('disk_kb'),
  open_files: of('open_files'),
});

/** The policy of a server whose operator sets one list of defaults and one of maxima. */
export const limitPolicy = (defaults: Limits, maxima: Limits): LimitPolicy => {
  const within = (values: Limits) => limitsFrom((name) => Math.min(values[name], maxima[name]));
  const compile = limitsFrom((name) => Math.max(defaults[name], COMPILE_DEFAULTS[name]));
  return {
    run: { defaults: within(defaults), maxima },
    compile: { defaults: within(compile), maxima },
  };
};

/**
 * The same policy for a caller whose runs may have less. Compilers keep what they need, whatever a program may have: the
 * maximum of a compile stage is lowered no further than its default.
 */
export const policyWithin = ({ run, compile }: LimitPolicy, maxima: LimitsRequest): LimitPolicy => {
  const least = (name: LimitName, value: number): number =>
    Math.min(value, maxima[name] ?? Number.POSITIVE_INFINITY);
  return {
    run: {
      defaults: limitsFrom((name) => least(name, run.defaults[name])),
      maxima: limitsFrom((name) => least(name, run.maxima[name])),
    },
    compile: {
      defaults: compile.defaults,
      maxima: limitsFrom((name) => Math.max(compile.defaults[name], least(name, compile.maxima[name]))),
    },
  };
};

/** Throws LIMIT_NOT_ALLOWED for the first limit that is above its maximum. `path` is where the request has them. */
export const refuseAboveMaximum = (asked: LimitsRequest, maxima: Limits, path: string): void => {
  for (const name of LIMIT_NAMES) {
    const value = asked[name];
    if (value !== undefined && value > maxima[name]) {
      throw new Failure(
        'LIMIT_NOT_ALLOWED',
        `${path}.${name} is ${value}, and the maximum here is ${maxima[name]}.`,
        { evidence: { limit: name, allowed: maxima[name], measured: value, mechanism: 'configuration' } },
      );
    }
  }
};

export type LimitSources = {
  /** What the language's definition says it needs at least. */
  readonly language: LimitsRequest | undefined;
  readonly request: LimitsRequest | undefined;
};

/** The limits in force. What the request sets must have passed `refuseAboveMaximum`. */
export const resolveLimits = ({ defaults, maxima }: StageLimitPolicy, sources: LimitSources): Limits =>
  limitsFrom((name) => {
    const asked = sources.request?.[name];
    const needed = Math.max(defaults[name], sources.language?.[name] ?? 0);
    return Math.min(asked ?? needed, maxima[name]);
  });

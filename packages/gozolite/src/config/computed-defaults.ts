/**
 * Defaults that depend on the machine, or that are too many to sit in the schema. Each says in words what it is, for
 * the documentation, which must not depend on the machine that renders it.
 */
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { LIMIT_NAMES, type Limits } from '@gozolite/client';

export type ComputedDefault = { readonly words: string; readonly value: () => unknown };

const DEFAULT_LIMITS: Limits = {
  time_ms: 10_000,
  cpu_time_ms: 10_000,
  memory_kb: 262_144,
  processes: 128,
  output_bytes: 1_048_576,
  file_kb: 65_536,
  disk_kb: 131_072,
  open_files: 1024,
};

const MAX_LIMITS: Limits = {
  time_ms: 60_000,
  cpu_time_ms: 120_000,
  memory_kb: 2_097_152,
  processes: 1024,
  output_bytes: 8_388_608,
  file_kb: 1_048_576,
  disk_kb: 1_048_576,
  open_files: 4096,
};

const cacheDir = (): string => {
  if (process.getuid?.() === 0) return '/var/cache/gozolite';
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'gozolite');
};

const limits = (group: string, values: Limits): [string, ComputedDefault][] =>
  LIMIT_NAMES.map((name) => [`${group}.${name}`, { words: String(values[name]), value: () => values[name] }]);

/** By the path of the setting. */
export const COMPUTED_DEFAULTS: ReadonlyMap<string, ComputedDefault> = new Map<string, ComputedDefault>([
  ['slots', { words: 'the number of CPU cores', value: () => Math.min(256, availableParallelism()) }],
  // As many again as can run: at full load one is made in the time that another is used up.
  [
    'prepared',
    { words: 'twice the number of CPU cores', value: () => Math.min(64, 2 * availableParallelism()) },
  ],
  [
    'cache_dir',
    {
      words: '/var/cache/gozolite for root, else `gozolite` in the cache folder of the user',
      value: cacheDir,
    },
  ],
  ...limits('default_limits', DEFAULT_LIMITS),
  ...limits('max_limits', MAX_LIMITS),
]);

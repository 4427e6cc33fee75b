/**
 * Makes the configuration of the service from its sources: what a source sets is checked by the schema, what none sets
 * takes its default, and each value knows where it came from.
 *
 * What always holds: a configuration that was loaded is complete and valid; every problem is one sentence, and all of
 * them are reported together.
 */
import { LIMIT_NAMES } from '@gozolite/client';
import { Check } from 'typebox/value';
import { CONFIG_FILE_VARIABLE, readConfigFile } from './config-file.ts';
import { isLoopback } from './loopback.ts';
import { nearestName } from './nearest-name.ts';
import { SETTINGS } from './setting-list.ts';
import { readSetting } from './setting-text.ts';
import { Settings } from './settings.ts';

type Origin =
  | { readonly kind: 'default' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'environment'; readonly variable: string };

/** Where a value came from, in a word or two. */
export const originWords = (origin: Origin | undefined): string =>
  origin?.kind === 'file' ? `file ${origin.file}` : (origin?.kind ?? 'default');

export type Config = {
  readonly settings: Settings;
  /** By the path of the setting, e.g. `max_limits.memory_kb`. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Sentences for the operator about what was ignored. */
  readonly warnings: readonly string[];
};

export type LoadedConfig =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'invalid'; readonly problems: readonly string[]; readonly warnings: readonly string[] };

export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'GOZOLITE_';
const VARIABLES = [...SETTINGS.map((setting) => setting.variable), CONFIG_FILE_VARIABLE];

const unknownVariables = (environment: Environment): string[] =>
  Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX) && !VARIABLES.includes(name))
    .sort()
    .map((name) => {
      const near = nearestName(name, VARIABLES);
      return `${name} is not a setting and is ignored.${near === null ? '' : ` Did you mean ${near}?`}`;
    });

const place = (tree: Record<string, unknown>, path: string, value: unknown): void => {
  const [group = '', name] = path.split('.');
  if (name === undefined) {
    tree[group] = value;
    return;
  }
  const inner = tree[group];
  tree[group] = { ...(typeof inner === 'object' && inner !== null ? inner : {}), [name]: value };
};

/** A default that nobody set gives way to a maximum that somebody did. */
const withinMaxima = (settings: Settings, origins: Config['origins']): Settings => {
  const defaults = { ...settings.default_limits };
  for (const name of LIMIT_NAMES) {
    if (origins.get(`default_limits.${name}`)?.kind === 'default') {
      defaults[name] = Math.min(defaults[name], settings.max_limits[name]);
    }
  }
  return { ...settings, default_limits: defaults };
};

const crossChecks = (settings: Settings): string[] => {
  const problems = LIMIT_NAMES.filter(
    (name) => settings.default_limits[name] > settings.max_limits[name],
  ).map((name) => {
    const variable = name.toUpperCase();
    return `GOZOLITE_DEFAULT_${variable} (${settings.default_limits[name]}) is above GOZOLITE_MAX_${variable} (${settings.max_limits[name]}): lower the one or raise the other.`;
  });
  if (!isLoopback(settings.host) && settings.api_keys_file === null) {
    problems.push(
      `GOZOLITE_HOST is ${settings.host}, which other machines can reach, but GOZOLITE_API_KEYS_FILE is not set: make an API key and name its file, or listen on 127.0.0.1.`,
    );
  }
  return problems;
};

/** An empty variable counts as not set. What the environment sets goes before what the file sets. */
export const loadConfig = (environment: Environment): LoadedConfig => {
  const warnings = unknownVariables(environment);
  const file = readConfigFile(environment[CONFIG_FILE_VARIABLE]?.trim() ?? '');
  const problems = [...file.problems];
  const tree: Record<string, unknown> = {};
  const origins = new Map<string, Origin>();
  for (const setting of SETTINGS) {
    const text = environment[setting.variable]?.trim() ?? '';
    if (text === '' && file.values.has(setting.path)) {
      place(tree, setting.path, file.values.get(setting.path));
      origins.set(setting.path, { kind: 'file', file: file.path });
      continue;
    }
    if (text === '') {
      place(tree, setting.path, setting.defaultValue());
      origins.set(setting.path, { kind: 'default' });
      continue;
    }
    const read = readSetting(setting.schema, text);
    if (!read.ok) {
      problems.push(
        `${setting.variable} is ${JSON.stringify(text.slice(0, 200))}, but must be ${read.expected}.`,
      );
      continue;
    }
    place(tree, setting.path, read.value);
    origins.set(setting.path, { kind: 'environment', variable: setting.variable });
  }
  if (problems.length > 0) return { kind: 'invalid', problems, warnings };
  if (!Check(Settings, tree)) throw new Error('The default settings do not fit their own schema.');
  const settings = withinMaxima(tree, origins);
  const crossProblems = crossChecks(settings);
  if (crossProblems.length > 0) return { kind: 'invalid', problems: crossProblems, warnings };
  return { kind: 'ok', config: { settings, origins, warnings } };
};

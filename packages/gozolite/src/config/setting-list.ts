/**
 * The settings as a flat list, derived from the schema: one entry for each value that can be set, with the environment
 * variable that sets it.
 */
import { type TSchema, Type } from 'typebox';
import { COMPUTED_DEFAULTS } from './computed-defaults.ts';
import { Settings } from './settings.ts';

export type Setting = {
  /** Place in the settings object, e.g. `port` or `max_limits.memory_kb`. */
  readonly path: string;
  readonly variable: string;
  readonly schema: TSchema;
  readonly description: string;
  /** The default in words. */
  readonly defaultWords: string;
  readonly defaultValue: () => unknown;
};

const PREFIX = 'GOZOLITE_';
const GROUPS: Readonly<Record<string, { readonly prefix: string; readonly words: string }>> = {
  default_limits: { prefix: 'DEFAULT_', words: 'Default limit, when neither request nor language sets one.' },
  max_limits: { prefix: 'MAX_', words: 'Highest limit that may be asked for.' },
};

const textOf = (schema: TSchema, key: 'description'): string => {
  const value: unknown = Reflect.get(schema, key);
  return typeof value === 'string' ? value : '';
};

const inWords = (value: unknown): string => {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return `\`${String(value)}\``;
};

const setting = (path: string, variable: string, schema: TSchema, lead: string): Setting => {
  const computed = COMPUTED_DEFAULTS.get(path);
  const fixed: unknown = Reflect.get(schema, 'default');
  const numeric = computed !== undefined && /^\d+$/.test(computed.words);
  return {
    path,
    variable,
    schema,
    description: [lead, textOf(schema, 'description')].filter((part) => part !== '').join(' '),
    defaultWords:
      computed === undefined ? inWords(fixed) : numeric ? inWords(computed.words) : computed.words,
    defaultValue: computed === undefined ? () => fixed : computed.value,
  };
};

const settingsOf = (name: string, schema: TSchema): Setting[] => {
  const group = GROUPS[name];
  if (group === undefined || !Type.IsObject(schema)) {
    return [setting(name, PREFIX + name.toUpperCase(), schema, '')];
  }
  return Object.entries(schema.properties).map(([limit, limitSchema]) =>
    setting(`${name}.${limit}`, `${PREFIX}${group.prefix}${limit.toUpperCase()}`, limitSchema, group.words),
  );
};

export const SETTINGS: readonly Setting[] = Object.entries(Settings.properties).flatMap(([name, schema]) =>
  settingsOf(name, schema),
);

/**
 * Reads the configuration file: YAML, with the settings by their names in the schema.
 *
 * What always holds: a key that is no setting, and a value that does not fit, is a problem and never ignored; what comes out fits
 * the schema.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { nearestName } from './nearest-name.ts';
import { SETTINGS } from './setting-list.ts';
import { readTyped } from './setting-text.ts';

/** The one variable that is no setting: it says where settings are. */
export const CONFIG_FILE_VARIABLE = 'GOZOLITE_CONFIG';

export type ConfigFile = {
  readonly path: string;
  /** By the path of the setting, e.g. `max_limits.memory_kb`. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly string[];
};

const BY_PATH = new Map(SETTINGS.map((setting) => [setting.path, setting]));
const GROUPS: ReadonlySet<string> = new Set(
  SETTINGS.flatMap(({ path }) => (path.includes('.') ? [path.slice(0, path.indexOf('.'))] : [])),
);

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const broken = (path: string, problem: string): ConfigFile => ({
  path,
  values: new Map(),
  problems: [problem],
});

/** The leaves, with the names of the groups before theirs. */
const leavesOf = (tree: Readonly<Record<string, unknown>>): [string, unknown][] =>
  Object.entries(tree).flatMap(([name, value]): [string, unknown][] =>
    GROUPS.has(name) && isMapping(value)
      ? Object.entries(value).map(([inner, leaf]): [string, unknown] => [`${name}.${inner}`, leaf])
      : [[name, value]],
  );

const inWords = (value: unknown): string => JSON.stringify(value)?.slice(0, 200) ?? String(value);

/** With an empty path nothing is set. */
export const readConfigFile = (wanted: string): ConfigFile => {
  if (wanted === '') return { path: '', values: new Map(), problems: [] };
  const path = resolve(wanted);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return broken(
      path,
      `The configuration file that ${CONFIG_FILE_VARIABLE} names cannot be read: ${reason}.`,
    );
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line } = lines.linePos(fault.pos[0]);
    return broken(path, `${path} is not valid YAML: see line ${line} (${fault.message}).`);
  }
  let tree: unknown;
  try {
    tree = document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    return broken(path, `${path} uses aliases, which are not read here: write the values out.`);
  }
  if (!isMapping(tree)) return broken(path, `${path} must be a mapping of settings to values.`);
  return readTree(path, tree);
};

const readTree = (path: string, tree: Readonly<Record<string, unknown>>): ConfigFile => {
  const values = new Map<string, unknown>();
  const problems: string[] = [];
  for (const [name, value] of leavesOf(tree)) {
    const setting = BY_PATH.get(name);
    if (setting === undefined) {
      const near = nearestName(name, [...BY_PATH.keys()]);
      problems.push(`${name} in ${path} is not a setting.${near === null ? '' : ` Did you mean ${near}?`}`);
      continue;
    }
    if (value === null) continue;
    const read = readTyped(setting.schema, value);
    if (read.ok) values.set(name, read.value);
    else problems.push(`${name} in ${path} is ${inWords(value)}, but must be ${read.expected}.`);
  }
  return { path, values, problems };
};

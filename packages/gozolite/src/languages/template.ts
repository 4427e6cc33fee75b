/**
 * Fills the placeholders of a stage's command and environment. Pure: the same stage and variables give the same result.
 *
 * What always holds: what a request brings (paths, arguments) is only ever substituted as whole text and never looked at for
 * placeholders again; an argument never splits into two; definitions are checked with `templateProblems` when they are
 * loaded, so expanding a loaded definition does not throw.
 */
import type { StageDefinition } from './definition.ts';

/** What a definition can refer to, before limits and arguments of one request are known. */
export type StageVars = {
  /** Path of the entrypoint, relative to the work folder. */
  readonly source: string;
  /** Paths of all submitted files with one of the language's extensions, the entrypoint first. */
  readonly sources: readonly string[];
  /** Arguments of the program; empty for a compile stage. */
  readonly args: readonly string[];
  /** Further arguments of the compiler; empty for a run stage. */
  readonly compileArgs: readonly string[];
  /** The memory limit in force for this stage. */
  readonly memoryKb: number;
  /** The `env` of the language version, below the stage's own. */
  readonly env: Readonly<Record<string, string>>;
};

export type ExpandedStage = {
  readonly argv: readonly [string, ...string[]];
  /** The whole environment, except for what the request adds. */
  readonly env: Readonly<Record<string, string>>;
};

/** What every program finds in its environment, unless its definition says otherwise. */
export const BASE_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  HOME: '/box',
  USER: 'box',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  TMPDIR: '/tmp',
  TZ: 'UTC',
};

const MIN_HEAP_MB = 16;
const KB_PER_MB = 1024;
const WORDS_PER_MB = (1024 * 1024) / 8;

/** `{{`, `}}`, a placeholder, or a brace that is none of these. */
const TOKEN = /\{\{|\}\}|\{([A-Za-z_]+)\}|[{}]/g;

/** Placeholders that stand for one text, with what they become. */
const TEXTS: Readonly<Record<string, (stage: StageDefinition, vars: StageVars) => string>> = {
  source: (_, { source }) => source,
  dir: (_, { source }) => folderOf(source),
  stem: (_, { source }) => stemOf(source),
  Stem: (_, { source }) => capitalised(stemOf(source)),
  module: (_, { source }) => moduleOf(source),
  memory_mb: (_, { memoryKb }) => String(memoryMb(memoryKb)),
  heap_mb: (stage, { memoryKb }) => String(heapMb(stage, memoryKb)),
  heap_kb: (stage, { memoryKb }) => String(heapMb(stage, memoryKb) * KB_PER_MB),
  heap_words: (stage, { memoryKb }) => String(heapMb(stage, memoryKb) * WORDS_PER_MB),
};

/** Placeholders that are an item by themselves and stand for any number of items. */
const LISTS: Readonly<Record<string, (vars: StageVars) => readonly string[]>> = {
  '{sources}': ({ sources }) => sources,
  '{others}': ({ source, sources }) => sources.filter((path) => path !== source),
  '{args}': ({ args }) => args,
  '{compile_args}': ({ compileArgs }) => compileArgs,
};

export function expandStage(stage: StageDefinition, vars: StageVars): ExpandedStage {
  const items = stage.argv.flatMap((item) => LISTS[item]?.(vars) ?? [expandText(item, stage, vars)]);
  const [program, ...rest] = stage.argv.includes('{args}') ? items : [...items, ...vars.args];
  if (program === undefined) throw new Error('A stage has no command.');
  const written = { ...BASE_ENVIRONMENT, ...vars.env, ...stage.env };
  const env = Object.fromEntries(
    Object.entries(written).map(([name, value]) => [name, expandText(value, stage, vars)]),
  );
  return { argv: [program, ...rest], env };
}

/** Everything wrong with the placeholders of a stage, as sentences; empty when it can be expanded. */
export function templateProblems(stage: StageDefinition): readonly string[] {
  const inArgv = stage.argv.flatMap((item) => (item in LISTS ? [] : textProblems(item, stage)));
  const inEnv = Object.values(stage.env ?? {}).flatMap((value) => textProblems(value, stage));
  return [...inArgv, ...inEnv];
}

/** The part of a memory limit that a managed heap gets: `percent` of what is left after `reserve_mb`, at least 16 MiB. */
export function heapMb(stage: StageDefinition, memoryKb: number): number {
  const { reserve_mb: reserve, percent } = stage.heap ?? { reserve_mb: 0, percent: 100 };
  return Math.max(MIN_HEAP_MB, Math.floor(((memoryMb(memoryKb) - reserve) * percent) / 100));
}

function expandText(text: string, stage: StageDefinition, vars: StageVars): string {
  return text.replace(TOKEN, (token: string, name: string | undefined) => {
    if (token === '{{') return '{';
    if (token === '}}') return '}';
    const expand = name === undefined ? undefined : TEXTS[name];
    if (expand === undefined) throw new Error(`"${token}" in "${text}" is not a placeholder.`);
    return expand(stage, vars);
  });
}

function textProblems(text: string, stage: StageDefinition): string[] {
  const problems: string[] = [];
  for (const [token, name] of text.matchAll(TOKEN)) {
    if (token === '{{' || token === '}}') continue;
    if (name === undefined) {
      problems.push(`"${text}" has a single "${token}": write "${token}${token}" for a literal brace.`);
    } else if (`{${name}}` in LISTS) {
      problems.push(`"${text}" has "${token}" inside a longer text: it must be an item of argv by itself.`);
    } else if (!(name in TEXTS)) {
      problems.push(`"${text}" has "${token}", which is not one of ${placeholderNames()}.`);
    } else if (name.startsWith('heap_') && stage.heap === undefined) {
      problems.push(`"${text}" uses {${name}}, but the stage has no "heap".`);
    }
  }
  return problems;
}

const placeholderNames = () =>
  [...Object.keys(TEXTS).map((name) => `{${name}}`), ...Object.keys(LISTS)].join(', ');

const memoryMb = (memoryKb: number) => Math.floor(memoryKb / KB_PER_MB);

const capitalised = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '.' : path.slice(0, slash);
}

function withoutExtension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

const stemOf = (path: string) => withoutExtension(path).slice(path.lastIndexOf('/') + 1);

const moduleOf = (path: string) => withoutExtension(path).replaceAll('/', '.');

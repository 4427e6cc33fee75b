/**
 * Says what is wrong with a language definition: each problem a sentence that names the place in the file.
 */
import { Compile } from 'typebox/compile';
import { LanguageDefinition, SET_NAMES, type VersionDefinition } from './definition.ts';
import { mergeVersions } from './merge-version.ts';
import { templateProblems } from './template.ts';

const schema = Compile(LanguageDefinition);

export type CheckedDefinition =
  | {
      readonly ok: true;
      readonly definition: LanguageDefinition;
      readonly versions: readonly VersionDefinition[];
    }
  | { readonly ok: false; readonly problems: readonly string[] };

export function checkDefinition(value: unknown): CheckedDefinition {
  if (!schema.Check(value)) return { ok: false, problems: schemaProblems(value) };
  const versions = mergeVersions(value);
  const problems = [
    ...versions.flatMap((version) => versionProblems(version)),
    ...repeated(versions.flatMap(({ release }) => release ?? [])).map(
      (release) => `The release "${release}" is given twice.`,
    ),
    ...versions
      .filter((version) => sizeOfSet(version) < SET_NAMES.indexOf(value.set))
      .map(
        ({ release, set }) => `The release "${release}" is in "${set}", a smaller set than its language is.`,
      ),
  ];
  return problems.length === 0
    ? { ok: true, definition: value, versions }
    : { ok: false, problems: [...new Set(problems)] };
}

const sizeOfSet = ({ set = 'all' }: VersionDefinition) => SET_NAMES.indexOf(set);

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function versionProblems(version: VersionDefinition): string[] {
  const problems = [
    ...patternProblems('version.pattern', version.version.pattern),
    ...(version.source_pattern === undefined
      ? []
      : patternProblems('source_pattern', version.source_pattern)),
    ...templateProblems(version.run),
    ...(version.compile === undefined ? [] : templateProblems(version.compile)),
  ];
  if (version.compile !== undefined && !version.compile.argv.includes('{compile_args}')) {
    problems.push('compile.argv has no "{compile_args}" item, so compiler arguments would be lost.');
  }
  if (version.compile?.argv.includes('{args}') === true) {
    problems.push('compile.argv has "{args}", but a compiler is not given the arguments of the program.');
  }
  for (const path of [version.source, ...Object.keys(version.extra_files ?? {})]) {
    if (path.startsWith('/') || path.split('/').includes('..')) {
      problems.push(`"${path}" must be a relative path without "..".`);
    }
  }
  return problems;
}

function patternProblems(place: string, pattern: string): string[] {
  try {
    const groups = new RegExp(`${pattern}|`, 'm').exec('')?.length ?? 0;
    return groups < 2 ? [`${place} has no group: put what is to be read in parentheses.`] : [];
  } catch (error) {
    return [
      `${place} is not a regular expression: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}

function schemaProblems(value: unknown): string[] {
  const problems = [...schema.Errors(value)].flatMap((error) => {
    // Reported once more, with the names, as `additionalProperties`.
    if (error.keyword === 'boolean') return [];
    const place = error.instancePath === '' ? 'The file' : error.instancePath.slice(1).replaceAll('/', '.');
    return [`${place} ${error.message}${paramsInWords(error.params)}.`];
  });
  return problems.slice(0, 20);
}

function paramsInWords(params: object): string {
  const unknown: unknown = Reflect.get(params, 'additionalProperties');
  const allowed: unknown = Reflect.get(params, 'allowedValues');
  if (Array.isArray(unknown)) return `: ${unknown.join(', ')}`;
  if (Array.isArray(allowed)) return `: ${allowed.join(', ')}`;
  return '';
}

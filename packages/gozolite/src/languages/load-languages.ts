/**
 * Reads the folders of language definitions. All or nothing: one bad file, or one name used twice, and nothing is loaded; the
 * error then tells every problem at once, each with its file.
 */
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { checkDefinition } from './check-definition.ts';
import type { LanguageDefinition, VersionDefinition } from './definition.ts';

export type LoadedLanguage = {
  readonly definition: LanguageDefinition;
  /** Every version in full, the default first. */
  readonly versions: readonly VersionDefinition[];
  /** Where language.yaml, `samples` and `files` are. */
  readonly folder: string;
};

export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';
}

const FILE = 'language.yaml';

/** The definitions that come with GozoLite. */
export const BUILT_IN_LANGUAGES = fileURLToPath(new URL('../../../../languages', import.meta.url));

/** Sorted by id. Throws `DefinitionError`. */
export function loadLanguages(folders: readonly string[] = [BUILT_IN_LANGUAGES]): readonly LoadedLanguage[] {
  const problems: string[] = [];
  const loaded = folders
    .flatMap((folder) => languageFolders(folder, problems))
    .flatMap((folder) => loadOne(folder, problems));
  problems.push(...nameClashes(loaded));
  if (problems.length > 0) {
    throw new DefinitionError(`Language definitions cannot be used.\n${problems.join('\n')}`);
  }
  return loaded.toSorted((a, b) => (a.definition.id < b.definition.id ? -1 : 1));
}

function languageFolders(folder: string, problems: string[]): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push(`${folder}: the folder of language definitions cannot be read: ${messageOf(error)}`);
    return [];
  }
  return entries
    .filter((entry) => !entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name));
}

function loadOne(folder: string, problems: string[]): LoadedLanguage[] {
  const file = join(folder, FILE);
  const parsed = readYaml(file);
  if ('problems' in parsed) {
    problems.push(...parsed.problems.map((problem) => `${file}: ${problem}`));
    return [];
  }
  const checked = checkDefinition(parsed.value);
  if (checked.ok) return [{ definition: checked.definition, versions: checked.versions, folder }];
  problems.push(...checked.problems.map((problem) => `${file}: ${problem}`));
  return [];
}

/** Reads a YAML file as plain data; the problems are sentences with line and column. */
export function readYaml(
  file: string,
): { readonly value: unknown } | { readonly problems: readonly string[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { problems: [`the file cannot be read: ${messageOf(error)}`] };
  }
  const document = parseDocument(text, { uniqueKeys: true });
  if (document.errors.length > 0) return { problems: document.errors.map(({ message }) => message) };
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  return { value };
}

function nameClashes(languages: readonly LoadedLanguage[]): string[] {
  const owners = new Map<string, string>();
  const problems: string[] = [];
  for (const { definition, versions, folder } of languages) {
    const ofVersions = versions.flatMap(({ aliases = [] }) => aliases);
    for (const name of [definition.id, ...definition.aliases, ...ofVersions]) {
      const owner = owners.get(name);
      if (owner === undefined) owners.set(name, folder);
      else
        problems.push(`${join(folder, FILE)}: the name "${name}" is already taken by ${join(owner, FILE)}.`);
    }
  }
  return problems;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

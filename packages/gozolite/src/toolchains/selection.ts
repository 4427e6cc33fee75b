/**
 * Which toolchains a set or a list of names means. A choice of some versions of a language is a `LoadedLanguage` with only
 * those.
 */
import { SET_NAMES, type SetName, type VersionDefinition } from '../languages/definition.ts';
import type { LoadedLanguage } from '../languages/load-languages.ts';
import { nearestNames } from '../languages/nearest-names.ts';
import { selects } from '../languages/version-order.ts';
import { ToolchainError } from './toolchain-error.ts';

/** How a toolchain is called where each has a name of its own: the id of its language, and the release of further versions. */
export const toolchainName = ({ definition }: LoadedLanguage, { release }: VersionDefinition): string =>
  release === undefined || release === definition.release ? definition.id : `${definition.id}@${release}`;

/** What a language without a version means: what is installed for it by name, or all of it. */
type Breadth = 'usual' | 'whole';

/**
 * `names` are sets, ids and aliases with or without `@release`, mixed. In the order of `languages`, each once. A language
 * alone means the versions that its own set has; with `whole`, every version.
 */
export function selectToolchains(
  languages: readonly LoadedLanguage[],
  names: readonly string[],
  breadth: Breadth = 'usual',
): readonly LoadedLanguage[] {
  return union(
    languages,
    names.map((name) => meantBy(name.toLowerCase(), languages, breadth)),
  );
}

/** All that is in one of `selections`, in the order of `languages`. */
export function union(
  languages: readonly LoadedLanguage[],
  selections: readonly (readonly LoadedLanguage[])[],
): readonly LoadedLanguage[] {
  const chosen = new Set(selections.flat().flatMap((each) => each.versions));
  return restricted(languages, (_, version) => chosen.has(version));
}

/** The versions that `keep` is true for, without the languages that have none. */
export function restricted(
  languages: readonly LoadedLanguage[],
  keep: (language: LoadedLanguage, version: VersionDefinition) => boolean,
): readonly LoadedLanguage[] {
  return languages
    .map((language) => ({
      ...language,
      versions: language.versions.filter((version) => keep(language, version)),
    }))
    .filter(({ versions }) => versions.length > 0);
}

const isSet = (name: string): name is SetName => SET_NAMES.some((set) => set === name);

const isWithin = ({ set = 'all' }: VersionDefinition, largest: SetName) =>
  SET_NAMES.indexOf(set) <= SET_NAMES.indexOf(largest);

function meantBy(
  name: string,
  languages: readonly LoadedLanguage[],
  breadth: Breadth,
): readonly LoadedLanguage[] {
  if (isSet(name)) return restricted(languages, (_, version) => isWithin(version, name));
  const alone = restricted(languages, (_, { aliases = [] }) => aliases.includes(name));
  if (alone.length > 0) return alone;
  const at = name.indexOf('@', 1);
  const language = at === -1 ? name : name.slice(0, at);
  const one = languages.find(
    ({ definition: { id, aliases } }) => id === language || aliases.includes(language),
  );
  if (one === undefined)
    throw new ToolchainError(`There is no set and no language "${name}". ${hint(name, languages)}`);
  if (at !== -1) return releasesOf(one, name.slice(at + 1));
  return restricted([one], (_, version) => breadth === 'whole' || isWithin(version, one.definition.set));
}

function releasesOf(language: LoadedLanguage, wanted: string): readonly LoadedLanguage[] {
  const meant = restricted(
    [language],
    (_, { release }) => wanted !== '' && release !== undefined && selects(wanted, release),
  );
  if (meant.length > 0) return meant;
  const { definition, versions } = language;
  const releases = versions.flatMap(({ release }) => release ?? []);
  throw new ToolchainError(
    `There is no release "${wanted}" of ${definition.name}. There are: ${releases.join(', ')}.`,
  );
}

function hint(name: string, languages: readonly LoadedLanguage[]): string {
  const known = languages.flatMap(({ definition: { id, aliases }, versions }) => [
    id,
    ...aliases,
    ...versions.flatMap((version) => version.aliases ?? []),
  ]);
  const near = nearestNames(name, [...SET_NAMES, ...known]);
  return near.length === 0 ? `The sets are ${SET_NAMES.join(', ')}.` : `Did you mean ${near.join(' or ')}?`;
}

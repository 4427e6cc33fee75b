/**
 * Which languages a set or a list of names means.
 */
import { SET_NAMES, type SetName } from '../languages/definition.ts';
import type { LoadedLanguage } from '../languages/load-languages.ts';
import { nearestNames } from '../languages/nearest-names.ts';
import { ToolchainError } from './toolchain-error.ts';

const isSet = (name: string): name is SetName => SET_NAMES.some((set) => set === name);

/** `names` are sets, ids and aliases, mixed. In the order of `languages`, each once. */
export function selectLanguages(
  languages: readonly LoadedLanguage[],
  names: readonly string[],
): readonly LoadedLanguage[] {
  const chosen = new Set(names.flatMap((name) => meantBy(name.toLowerCase(), languages)));
  return languages.filter((language) => chosen.has(language));
}

function meantBy(name: string, languages: readonly LoadedLanguage[]): readonly LoadedLanguage[] {
  if (isSet(name)) {
    const most = SET_NAMES.indexOf(name);
    return languages.filter(({ definition }) => SET_NAMES.indexOf(definition.set) <= most);
  }
  const one = languages.find(({ definition: { id, aliases } }) => id === name || aliases.includes(name));
  if (one !== undefined) return [one];
  const known = [...SET_NAMES, ...languages.flatMap(({ definition: { id, aliases } }) => [id, ...aliases])];
  const near = nearestNames(name, known);
  const hint =
    near.length === 0 ? `The sets are ${SET_NAMES.join(', ')}.` : `Did you mean ${near.join(' or ')}?`;
  throw new ToolchainError(`There is no set and no language "${name}". ${hint}`);
}

/**
 * Lays each version's patch over the fields of its language: a patch replaces a field whole. The aliases of a language
 * mean the language, and only those in the patch mean the version.
 */
import type { LanguageDefinition, VersionDefinition } from './definition.ts';

/** All versions in full, the file's own first. */
export function mergeVersions(language: LanguageDefinition): readonly VersionDefinition[] {
  const {
    id: _id,
    name: _name,
    aliases: _aliases,
    extensions: _extensions,
    set,
    licence: _licence,
    homepage: _homepage,
    notes: _notes,
    versions,
    ...own
  } = language;
  return [{ ...own, set }, ...(versions ?? []).map((patch) => ({ ...own, set, ...patch }))];
}

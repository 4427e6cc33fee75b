/**
 * One version of one language and what is known of it, and how that is told to the engine and to people.
 */
import type { VersionDefinition } from './definition.ts';
import type { LanguageInfo, Resolution, VersionInfo } from './languages.ts';
import type { LoadedLanguage } from './load-languages.ts';

export type Entry = {
  readonly language: LoadedLanguage;
  readonly definition: VersionDefinition;
  known: Known;
  /** What its files looked like when it was last checked; null before. */
  files: string | null;
};

/** `checkedAt` is ISO 8601. */
export type Known =
  | { readonly state: 'checking' }
  | {
      readonly state: 'ready';
      readonly version: string;
      readonly canaryMs: number;
      readonly checkedAt: string;
    }
  | {
      readonly state: 'missing' | 'broken';
      readonly version: string | null;
      readonly reason: string;
      readonly checkedAt: string;
      /** It is the sandbox that did not work: nothing is known of the toolchain, and it is looked at again. */
      readonly undecided?: true;
    };

export function resolutionOf(entry: Entry): Resolution {
  const { known, definition } = entry;
  const { id, name, extensions } = entry.language.definition;
  switch (known.state) {
    case 'ready':
      return { kind: 'ready', toolchain: { language: id, version: known.version, extensions, definition } };
    case 'checking':
      return {
        kind: 'checking',
        language: id,
        version: null,
        reason: `${name} is being checked for the first time. Try again in a few seconds.`,
      };
    case 'missing':
    case 'broken':
      return {
        kind: known.state,
        language: id,
        version: known.version,
        reason: reasonInFull(entry, known.state, known.reason),
      };
  }
}

export function infoOf(entries: readonly Entry[], chosen: Entry): LanguageInfo {
  const { id, name, aliases, extensions, set } = chosen.language.definition;
  return {
    id,
    name,
    aliases,
    extensions,
    set,
    compiled: chosen.definition.compile !== undefined,
    state: chosen.known.state,
    version: versionInfo(chosen).version,
    versions: entries.map(versionInfo),
  };
}

function versionInfo(entry: Entry): VersionInfo {
  const { known, definition } = entry;
  const name = definition.release ?? null;
  if (known.state === 'checking') {
    return { version: null, name, state: 'checking', reason: null, canary_ms: null, checked_at: null };
  }
  return {
    version: known.version,
    name,
    state: known.state,
    reason: known.state === 'ready' ? null : reasonInFull(entry, known.state, known.reason),
    canary_ms: known.state === 'ready' ? known.canaryMs : null,
    checked_at: known.checkedAt,
  };
}

function reasonInFull({ language, definition }: Entry, state: 'missing' | 'broken', reason: string): string {
  const { id, name } = language.definition;
  const further = definition !== language.versions[0] && definition.release !== undefined;
  const which = further ? `${id}@${definition.release}` : id;
  const title = further ? `${name} ${definition.release}` : name;
  if (state === 'broken') return `${title} is installed here but does not work. ${reason}`;
  const official = definition.install?.official;
  const remedy = official ?? `Install it with \`gozolite toolchains install ${which}\`.`;
  return `${title} is not installed here. ${reason} ${remedy}`;
}

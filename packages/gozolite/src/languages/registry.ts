/**
 * The registry of languages: what is defined, what is known of each toolchain, and how a selector finds one.
 *
 * What always holds: resolving only reads; checks run in the background, no more at a time than was given; a toolchain
 * that was found ready stays so while it is checked again; a failure of the sandbox changes nothing that is known, and what is not known
 * for it is looked at again until it is.
 */
import { SET_NAMES, type VersionDefinition } from './definition.ts';
import type { LanguageInfo, Languages, Resolution, Toolchain } from './languages.ts';
import type { LoadedLanguage } from './load-languages.ts';
import { nearestNames } from './nearest-names.ts';
import type { CheckResult } from './toolchain-check.ts';
import { type Entry, infoOf, resolutionOf } from './toolchain-entry.ts';
import { newestFirst, selects } from './version-order.ts';

export type Check = (language: LoadedLanguage, definition: VersionDefinition) => Promise<CheckResult>;

export type RegistryOptions = {
  readonly languages: readonly LoadedLanguage[];
  readonly check: Check;
  /** How many toolchains are checked at a time. */
  readonly concurrency: number;
  /** What an earlier life found out of this very toolchain, if it was ready. */
  readonly remembered?: (language: LoadedLanguage, definition: VersionDefinition) => Entry['known'] | null;
  /** What the files of a toolchain look like now: a text that differs when it may have changed. */
  readonly filesOf?: (language: LoadedLanguage, definition: VersionDefinition) => string;
  /** Called when all are known, with what was found out. */
  readonly onChecked?: (entries: readonly Entry[]) => void;
  /** Resolves after so many milliseconds, or sooner when there is nothing more to wait for. Never rejects. */
  readonly pause: (ms: number) => Promise<unknown>;
  readonly now?: () => Date;
};

/** A toolchain is not looked at again for a suspicion sooner than this: a caller could provoke it at will. */
const SUSPICION_INTERVAL_MS = 30_000;
/** A sandbox that failed gets a moment, so often, before what it was to look at is called broken for now. */
const FIRST_CHECKS = 3;
const BETWEEN_CHECKS_MS = 1000;
/** Files that were found unchanged are not looked at again for so long: under load the look costs more than it can tell. */
const UNCHANGED_FOR_MS = 50;

export class LanguageRegistry implements Languages {
  readonly #options: RegistryOptions;
  readonly #now: () => Date;
  /** By id, in the order of the definitions; the default version first. */
  readonly #entries: ReadonlyMap<string, readonly Entry[]>;
  /** What each lower-case name means: a language by its id, and with some aliases one release of it. */
  readonly #names: ReadonlyMap<string, Name>;
  readonly #underCheck = new Map<Entry, Promise<void>>();
  readonly #toBeChecked = new Set<Entry>();
  readonly #suspectedAt = new Map<Entry, number>();
  readonly #unchangedAt = new Map<Entry, number>();

  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    this.#entries = new Map(
      options.languages.map((language) => [
        language.definition.id,
        language.versions.map((definition) => ({
          language,
          definition,
          known: options.remembered?.(language, definition) ?? { state: 'checking' },
          files: null,
        })),
      ]),
    );
    this.#names = new Map(options.languages.flatMap(namesOf));
  }

  resolve(selector: string): Resolution {
    const at = selector.indexOf('@', 1);
    const name = at === -1 ? selector : selector.slice(0, at);
    const meant = this.#names.get(name.toLowerCase());
    const all = this.#entries.get(meant?.id ?? '');
    if (all === undefined) return { kind: 'unknown', reason: this.#unknownName(name) };
    const own = all.filter(({ definition }) => definition === meant?.version);
    const entries = own.length === 0 ? all : own;
    const entry = at === -1 ? byDefault(entries) : selected(entries, selector.slice(at + 1), own.length > 0);
    if (entry === null) return { kind: 'unknown', reason: unknownVersion(entries, selector.slice(at + 1)) };
    return resolutionOf(entry);
  }

  list(): readonly LanguageInfo[] {
    return [...this.#entries.values()].flatMap((entries) => {
      const chosen = byDefault(entries);
      return chosen === null ? [] : [infoOf(entries, chosen)];
    });
  }

  hasChanged(toolchain: Toolchain): boolean {
    const entry = this.#entryOf(toolchain);
    return entry !== undefined && this.#isChanged(entry);
  }

  async recheck(toolchain: Toolchain): Promise<Resolution> {
    const entry = this.#entryOf(toolchain);
    if (entry === undefined) return { kind: 'ready', toolchain };
    const before = entry.known;
    if (this.#isChanged(entry) || this.#isTimeToSuspect(entry)) await this.#check(entry);
    const { known } = entry;
    if (before.state === 'ready' && known.state === 'missing') {
      const reason = `${known.reason} It worked when it was looked at before, ${before.checkedAt}.`;
      entry.known = { ...known, state: 'broken', version: before.version, reason };
    }
    return resolutionOf(entry);
  }

  #entryOf({ language, definition }: Toolchain): Entry | undefined {
    return this.#entries.get(language)?.find((each) => each.definition === definition);
  }

  #isChanged(entry: Entry): boolean {
    const { language, definition, files } = entry;
    if (files === null) return false;
    const now = this.#now().getTime();
    // A clock that was set back tells nothing of the time that has passed.
    const age = Math.abs(now - (this.#unchangedAt.get(entry) ?? Number.NEGATIVE_INFINITY));
    if (age < UNCHANGED_FOR_MS) return false;
    const changed = this.#options.filesOf?.(language, definition) !== files;
    if (!changed) this.#unchangedAt.set(entry, now);
    return changed;
  }

  #isTimeToSuspect(entry: Entry): boolean {
    const now = this.#now().getTime();
    const last = this.#suspectedAt.get(entry) ?? Number.NEGATIVE_INFINITY;
    if (now - last < SUSPICION_INTERVAL_MS) return false;
    this.#suspectedAt.set(entry, now);
    return true;
  }

  async validate(ids?: readonly string[]): Promise<void> {
    const entries = [...this.#entries.values()].flat().toSorted((a, b) => sizeOfSet(a) - sizeOfSet(b));
    const waiting = entries.filter(({ language }) => ids?.includes(language.definition.id) ?? true).values();
    const work = async () => {
      for (const entry of waiting) await this.#check(entry);
    };
    await Promise.all(Array.from({ length: Math.max(1, this.#options.concurrency) }, work));
    this.#options.onChecked?.(entries);
  }

  /** Never rejects. A check that is under way is joined. */
  #check(entry: Entry): Promise<void> {
    const running = this.#underCheck.get(entry);
    if (running !== undefined) return running;
    const check = this.#checkNow(entry).finally(() => this.#underCheck.delete(entry));
    this.#underCheck.set(entry, check);
    return check;
  }

  async #checkNow(entry: Entry): Promise<void> {
    let result = await this.#look(entry);
    for (let looks = 1; looks < FIRST_CHECKS && isUndecided(entry, result); looks++) {
      await this.#options.pause(BETWEEN_CHECKS_MS);
      result = await this.#look(entry);
    }
    const checkedAt = this.#now().toISOString();
    if (result.state !== 'unknown') {
      entry.known = { ...result, checkedAt };
    } else if (isUnknown(entry)) {
      const reason = `It could not be checked: ${result.reason}`;
      entry.known = { state: 'broken', version: null, reason, checkedAt, undecided: true };
      void this.#checkLater(entry);
    }
  }

  async #checkLater(entry: Entry): Promise<void> {
    if (this.#toBeChecked.has(entry)) return;
    this.#toBeChecked.add(entry);
    const begun = this.#now().getTime();
    await this.#options.pause(SUSPICION_INTERVAL_MS);
    this.#toBeChecked.delete(entry);
    // A pause that was cut short is the end of the service.
    const isOver = this.#now().getTime() - begun < SUSPICION_INTERVAL_MS / 2;
    if (!isOver && isUnknown(entry)) await this.#check(entry);
  }

  async #look(entry: Entry): Promise<CheckResult> {
    // Before the check: what changes while it lasts is a change since.
    entry.files = this.#options.filesOf?.(entry.language, entry.definition) ?? null;
    try {
      return await this.#options.check(entry.language, entry.definition);
    } catch (error) {
      return { state: 'unknown', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  #unknownName(name: string): string {
    const near = nearestNames(name, [...this.#names.keys()]);
    const hint =
      near.length === 0 ? 'GET /capabilities lists the languages.' : `Did you mean ${near.join(' or ')}?`;
    return `There is no language "${name.slice(0, 64)}" here. ${hint}`;
  }
}

type Name = { readonly id: string; readonly version: VersionDefinition | null };

const namesOf = ({ definition: { id, aliases }, versions }: LoadedLanguage): [string, Name][] => [
  ...[id, ...aliases].map((name): [string, Name] => [name.toLowerCase(), { id, version: null }]),
  ...versions.flatMap((version) =>
    (version.aliases ?? []).map((name): [string, Name] => [name.toLowerCase(), { id, version }]),
  ),
];

/** The smallest sets are looked at first: they are what people ask for most. */
const sizeOfSet = ({ definition }: Entry) => SET_NAMES.indexOf(definition.set ?? 'all');

/** Whether the sandbox has failed each time that it was to look at it. */
const isUnknown = ({ known }: Entry) =>
  known.state === 'checking' || (known.state === 'broken' && known.undecided === true);

/** Whether nothing is known of it, now as before. */
const isUndecided = (entry: Entry, { state }: CheckResult) => isUnknown(entry) && state === 'unknown';

const isReady = ({ known }: Entry) => known.state === 'ready';

/** The first version that is ready, else the first. */
function byDefault(entries: readonly Entry[]): Entry | null {
  return entries.find(isReady) ?? entries[0] ?? null;
}

/** The newest that is ready among those that `wanted` means, else the newest of them. */
function selected(entries: readonly Entry[], wanted: string, byNumber: boolean): Entry | null {
  const meant = entries
    .filter((entry) => isMeant(entry, wanted, byNumber))
    .toSorted((a, b) => newestFirst(versionOf(a), versionOf(b)));
  return meant.find(isReady) ?? meant[0] ?? null;
}

const versionOf = ({ known, definition }: Entry) =>
  (known.state === 'checking' ? null : known.version) ?? definition.release ?? '';

/**
 * A release with a name, such as `pypy`, is an implementation whose numbers are not those of the language: `3.11` does not
 * mean it and `pypy-3.11` does, unless `byNumber` says that the implementation has been named already.
 */
function isMeant(entry: Entry, wanted: string, byNumber: boolean): boolean {
  if (wanted === '') return false;
  const { release } = entry.definition;
  const version = entry.known.state === 'checking' ? null : entry.known.version;
  if (release !== undefined && selects(wanted, release)) return true;
  if (release !== undefined && !/^\d/.test(release) && !byNumber) {
    return version === null ? selects(release, wanted) : selects(wanted, `${release}-${version}`);
  }
  if (version !== null) return selects(wanted, version);
  // Its version is not known: it may be meant, unless its release says otherwise.
  return release === undefined || byNumber || selects(release, wanted);
}

function unknownVersion(entries: readonly Entry[], wanted: string): string {
  const name = entries[0]?.language.definition.name ?? '';
  const known = entries.map(versionOf).filter((version) => version !== '');
  return `There is no version "${wanted.slice(0, 64)}" of ${name} here. There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.`;
}

/**
 * Puts the registry together: definitions, checks through a sandbox backend, and the memory of earlier ones.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RunLog } from '../engine/run-context.ts';
import type { SandboxBackend } from '../sandbox/backend.ts';
import { checkMemory } from './check-memory.ts';
import type { Languages } from './languages.ts';
import { BUILT_IN_LANGUAGES, loadLanguages } from './load-languages.ts';
import { LanguageRegistry } from './registry.ts';
import { loadCanary } from './samples.ts';
import { checkToolchain } from './toolchain-check.ts';
import { toolchainFingerprint } from './toolchain-files.ts';

export type LanguagesOptions = {
  readonly backend: SandboxBackend;
  readonly log: RunLog;
  /** How many toolchains are checked at a time. */
  readonly concurrency: number;
  /** Aborted when the service stops. */
  readonly signal: AbortSignal;
  /** A folder of further definitions. */
  readonly folder?: string | null;
  /** The file system in use, by its path, or `host`. */
  readonly rootfs: () => string;
  /** Where to remember results; `identity` names the sandbox that they are true for. */
  readonly memory?: { readonly file: string; readonly identity: string } | null;
};

/** Throws `DefinitionError`. Nothing is checked before `validate` is called. */
export function createLanguages(options: LanguagesOptions): Languages {
  const { backend, log, concurrency, signal, rootfs, folder = null, memory = null } = options;
  const languages = loadLanguages(folder === null ? [BUILT_IN_LANGUAGES] : [BUILT_IN_LANGUAGES, folder]);
  for (const language of languages) for (const version of language.versions) loadCanary(language, version);
  const remembered =
    memory === null ? null : checkMemory(memory.file, () => `${memory.identity} ${rootfs()}`);
  return new LanguageRegistry({
    languages,
    concurrency,
    filesOf: (language, definition) => toolchainFingerprint(language, definition, rootfs()),
    check: (language, definition) => checkToolchain(language, definition, { backend, log, signal }),
    pause: (ms) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined),
    ...(remembered === null ? {} : { remembered: remembered.recall, onChecked: remembered.store }),
  });
}

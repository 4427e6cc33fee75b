/**
 * The port between the engine and the language registry.
 *
 * What always holds: resolving never runs anything; states are found out in the background and only read here.
 */
import type { VersionDefinition } from './definition.ts';

/** One usable way of running a language. */
export type Toolchain = {
  readonly language: string;
  /** As the toolchain itself says, e.g. `3.13.5`. */
  readonly version: string;
  readonly extensions: readonly string[];
  readonly definition: VersionDefinition;
};

export type ToolchainState = 'checking' | 'missing' | 'broken' | 'ready';

export type Resolution =
  | { readonly kind: 'ready'; readonly toolchain: Toolchain }
  | {
      readonly kind: 'missing' | 'broken' | 'checking';
      readonly language: string;
      readonly version: string | null;
      /** A sentence: what was not found, or what the canary did, and what to do. */
      readonly reason: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What is known of one language, for `/capabilities`, `/languages/{id}` and `gozolite languages`. */
export type LanguageInfo = {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly extensions: readonly string[];
  readonly set: string;
  readonly compiled: boolean;
  /** Of the version chosen by default. */
  readonly state: ToolchainState;
  readonly version: string | null;
  readonly versions: readonly VersionInfo[];
};

export type VersionInfo = {
  readonly version: string | null;
  readonly name: string | null;
  readonly state: ToolchainState;
  readonly reason: string | null;
  readonly canary_ms: number | null;
  /** ISO 8601. */
  readonly checked_at: string | null;
};

export interface Languages {
  /** `selector` is an id or alias, with an optional `@version` prefix. */
  resolve(selector: string): Resolution;
  list(): readonly LanguageInfo[];
  /** Whether files of the toolchain are not what they were when it was found ready. Cheap, for every run to ask. */
  hasChanged(toolchain: Toolchain): boolean;
  /**
   * Looks at the toolchain again, since it has changed or a run could not start it, and resolves with what is known then.
   * What was ready and is gone is `broken`. Without a change it is not looked at again for every suspicion.
   */
  recheck(toolchain: Toolchain): Promise<Resolution>;
  /** Re-checks every toolchain, or those of the languages with these ids, in the background; resolves when they are known. */
  validate(ids?: readonly string[]): Promise<void>;
}

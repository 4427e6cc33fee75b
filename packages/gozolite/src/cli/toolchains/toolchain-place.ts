/**
 * Where toolchains are installed and what defines them, by the settings in force.
 */
import { BUILT_IN_LANGUAGES } from '../../languages/load-languages.ts';
import { defaultRoot } from '../../toolchains/places.ts';
import { settingsInForce } from '../settings.ts';
import type { Terminal } from '../terminal.ts';

export type ToolchainPlace = { readonly root: string; readonly folders: readonly string[] };

export function toolchainPlace(terminal: Terminal): ToolchainPlace {
  const { cache_dir, languages_dir } = settingsInForce(terminal).settings;
  return {
    root: defaultRoot({ GOZOLITE_CACHE_DIR: cache_dir }),
    folders: [BUILT_IN_LANGUAGES, ...(languages_dir === null ? [] : [languages_dir])],
  };
}

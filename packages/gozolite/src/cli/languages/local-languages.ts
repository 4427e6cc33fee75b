/**
 * The languages as the registry of this process knows them: as they are defined, or after their canaries have run.
 */
import type { LanguageInfo, Languages } from '../../languages/languages.ts';
import { CliError } from '../cli-error.ts';
import { localComposition } from '../local-composition.ts';
import type { Terminal } from '../terminal.ts';

export type LocalCall = {
  readonly terminal: Terminal;
  /** Whether canaries are run; states are `checking` without. */
  readonly check: boolean;
  /** Only these are looked at; all when empty. */
  readonly names: readonly string[];
};

export async function localLanguages({
  terminal,
  check,
  names,
}: LocalCall): Promise<readonly LanguageInfo[]> {
  const composition = localComposition(terminal);
  try {
    if (check) {
      await composition.backend.start();
      const { ready, problem, remedy } = composition.backend.status();
      if (!ready) throw new CliError([problem, remedy].filter((part) => part !== null).join(' '));
      await validateNamed(composition.languages, names);
    }
    return composition.languages.list();
  } finally {
    await composition.close();
  }
}

async function validateNamed(languages: Languages, names: readonly string[]): Promise<void> {
  if (names.length === 0) return languages.validate();
  const ids = languages
    .list()
    .filter(({ id, aliases }) => names.some((name) => name === id || aliases.includes(name)));
  await languages.validate(ids.map(({ id }) => id));
}

/**
 * Lists the languages: of a server, or of the registry here, after their canaries have run in the sandbox.
 */
import type { LanguageInfo } from '../../languages/languages.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import { asking, connect } from '../server.ts';
import type { Terminal } from '../terminal.ts';
import { languageTable } from './language-table.ts';

export type LanguagesCall = {
  readonly names: readonly string[];
  readonly terminal: Terminal;
  readonly json?: true;
  readonly url?: string;
  /** Whether canaries are run. */
  readonly check: boolean;
};

export async function listLanguages(call: LanguagesCall): Promise<number> {
  const { terminal, names, json } = call;
  const languages = selected(await allLanguages(call), names);
  await terminal.out(json ? `${JSON.stringify(languages, null, 2)}\n` : languageTable(languages));
  const asked = names.length > 0 && call.check;
  return asked && languages.some(({ state }) => state !== 'ready') ? EXIT.failed : EXIT.ok;
}

async function allLanguages({
  url,
  terminal,
  check,
  names,
}: LanguagesCall): Promise<readonly LanguageInfo[]> {
  if (url !== undefined) return asking(async () => (await connect(url, terminal).capabilities()).languages);
  const { localLanguages } = await import('./local-languages.ts');
  return localLanguages({ terminal, check, names });
}

/** By id or alias, in the order of the registry; all of them when none is named. */
function selected(languages: readonly LanguageInfo[], names: readonly string[]): readonly LanguageInfo[] {
  const isCalled = (language: LanguageInfo, name: string) =>
    language.id === name || language.aliases.includes(name);
  const unknown = names.find((name) => !languages.some((language) => isCalled(language, name)));
  if (unknown !== undefined) {
    throw new CliError(`There is no language ${unknown}: \`gozolite languages\` lists them.`, EXIT.usage);
  }
  if (names.length === 0) return languages;
  return languages.filter((language) => names.some((name) => isCalled(language, name)));
}

/**
 * Installs, removes and verifies toolchains, by sets and names of languages.
 */
import { loadLanguages } from '../../languages/load-languages.ts';
import { ensureToolchains, removeToolchains, toolchainsIn } from '../../toolchains/ensure-toolchains.ts';
import { currentRootfs } from '../../toolchains/places.ts';
import { progressOn } from '../../toolchains/progress.ts';
import { selectToolchains } from '../../toolchains/selection.ts';
import { ToolchainError } from '../../toolchains/toolchain-error.ts';
import { EXIT } from '../exit-codes.ts';
import { languageTable } from '../languages/language-table.ts';
import { localLanguages } from '../languages/local-languages.ts';
import type { Terminal } from '../terminal.ts';
import { toolchainPlace } from './toolchain-place.ts';

export type ToolchainsCall = {
  readonly names: readonly string[];
  readonly terminal: Terminal;
};

export async function installToolchains({
  names,
  terminal,
  refresh,
}: ToolchainsCall & { readonly refresh: boolean }): Promise<void> {
  const { path } = await withProgress(terminal, (request) =>
    ensureToolchains({ ...request, names, refresh }),
  );
  await terminal.out(`${path}\n`);
}

export async function uninstallToolchains({ names, terminal }: ToolchainsCall): Promise<void> {
  const left = await withProgress(terminal, (request) => removeToolchains({ ...request, names }));
  await terminal.err(
    left === null ? 'No toolchain is left.\n' : `Left: ${Object.keys(left.manifest.languages).join(' ')}\n`,
  );
}

/** Runs the canaries of what is installed, or of what is named. */
export async function verifyToolchains({
  names,
  terminal,
  json,
}: ToolchainsCall & { readonly json: boolean }): Promise<number> {
  const { root, folders } = toolchainPlace(terminal);
  const all = loadLanguages(folders);
  const current = currentRootfs(root);
  const chosen =
    names.length > 0 ? selectToolchains(all, names) : current === null ? all : toolchainsIn(current, all);
  const ids = chosen.map(({ definition }) => definition.id);
  const checked = await localLanguages({ terminal, names: ids, check: true });
  const whatever = names.length === 0 && current === null;
  const languages = checked
    .filter(({ id }) => ids.includes(id))
    .filter(({ state }) => !whatever || state !== 'missing');
  await terminal.out(json ? `${JSON.stringify(languages, null, 2)}\n` : languageTable(languages));
  return languages.every(({ state }) => state === 'ready') ? EXIT.ok : EXIT.failed;
}

type Request = Omit<Parameters<typeof ensureToolchains>[0], 'names'>;

/** An interruption leaves what was in use as it was. */
async function withProgress<T>(terminal: Terminal, work: (request: Request) => Promise<T>): Promise<T> {
  const { root, folders } = toolchainPlace(terminal);
  const progress = progressOn(terminal.progressOutput);
  const interrupted = terminal.interruption();
  const stop = new AbortController();
  interrupted.addEventListener('abort', () =>
    stop.abort(new ToolchainError('Interrupted. What was in use still is.')),
  );
  try {
    return await work({ root, languages: loadLanguages(folders), progress, signal: stop.signal });
  } finally {
    progress.end();
  }
}

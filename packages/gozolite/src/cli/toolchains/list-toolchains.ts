/**
 * Lists what is installed in the file system of toolchains, without running anything of it.
 */
import { type LoadedLanguage, loadLanguages } from '../../languages/load-languages.ts';
import { currentRootfs, type InstalledRootfs } from '../../toolchains/places.ts';
import { toolchainName } from '../../toolchains/selection.ts';
import { renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { toolchainPlace } from './toolchain-place.ts';

export type ListCall = { readonly terminal: Terminal; readonly json: boolean };

export async function listToolchains({ terminal, json }: ListCall): Promise<void> {
  const { root, folders } = toolchainPlace(terminal);
  const current = currentRootfs(root);
  const rows = loadLanguages(folders).flatMap((language) => rowsOf(language, current));
  if (json) {
    await terminal.out(`${JSON.stringify({ root, rootfs: current, toolchains: rows }, null, 2)}\n`);
    return;
  }
  const table = rows.map(({ id, name, set, installed }) => [id, name, set, installed ? 'installed' : '-']);
  await terminal.out(renderTable(['ID', 'NAME', 'SET', 'STATE'], table));
  await terminal.err(
    current === null
      ? `Nothing is installed below ${root}: programs see the toolchains of this host.\n`
      : `${current.path}: ${current.manifest.size_mb} MiB, made ${current.manifest.built_at}.\n`,
  );
}

function rowsOf(language: LoadedLanguage, current: InstalledRootfs | null) {
  return language.versions.map((version) => {
    const id = toolchainName(language, version);
    const { set = language.definition.set } = version;
    return {
      id,
      name: language.definition.name,
      set,
      installed: current?.manifest.languages[id] !== undefined,
    };
  });
}

/**
 * `gozolite config`: every setting, what is in force, and where it came from.
 */
import { Command } from 'commander';
import { type Config, originWords } from '../../config/load-config.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import { renderTable } from '../table.ts';

type ConfigOptions = { readonly json?: true };
type Row = { readonly variable: string; readonly value: unknown; readonly origin: string };

export function configCommand({ terminal, finish }: CommandContext): Command {
  return new Command('config')
    .description('Print every setting: what is in force, and where it came from.')
    .option('--json', 'as JSON')
    .action(async (options: ConfigOptions) => {
      const { loadConfig } = await import('../../config/load-config.ts');
      const { serviceEnvironment } = await import('../settings.ts');
      const loaded = loadConfig(serviceEnvironment(terminal));
      const warnings = loaded.kind === 'ok' ? loaded.config.warnings : loaded.warnings;
      for (const warning of warnings) await terminal.err(`gozolite: ${printable(warning)}\n`);
      if (loaded.kind === 'invalid') {
        for (const problem of loaded.problems) await terminal.err(`gozolite: ${printable(problem)}\n`);
        finish(EXIT.failed);
        return;
      }
      const { SETTINGS } = await import('../../config/setting-list.ts');
      const rows = SETTINGS.map(({ path, variable }) => rowOf(loaded.config, path, variable));
      await terminal.out(options.json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    });
}

function rowOf({ settings, origins }: Config, path: string, variable: string): Row {
  return { variable, value: valueAt(settings, path), origin: originWords(origins.get(path)) };
}

function valueAt(tree: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
      tree,
    );
}

function table(rows: readonly Row[]): string {
  return renderTable(
    ['SETTING', 'VALUE', 'FROM'],
    rows.map(({ variable, value, origin }) => [variable, inWords(value), origin]),
  );
}

function inWords(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '-';
  return Array.isArray(value) ? value.join(',') : String(value);
}

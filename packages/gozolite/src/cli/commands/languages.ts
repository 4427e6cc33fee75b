/**
 * `gozolite languages`: what can be run here, as the registry or a running server knows it.
 */
import { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { URL_HELP } from '../server-variables.ts';

type LanguagesOptions = { readonly json?: true; readonly url?: string; readonly check: boolean };

export function languagesCommand({ terminal, finish }: CommandContext): Command {
  return new Command('languages')
    .description('List the languages: id, name, version, state, and the reason when one is not ready.')
    .argument('[language...]', 'only these')
    .option('--json', 'as JSON')
    .option('--no-check', 'only what is registered, without running a canary of each in the sandbox')
    .option('--url <url>', URL_HELP)
    .addHelpText(
      'after',
      `
States: ready (its canary passed in the sandbox), missing (not installed here), broken (installed, and the canary
failed), checking (not known).
`,
    )
    .action(async (names: string[], options: LanguagesOptions) => {
      const { listLanguages } = await import('../languages/list-languages.ts');
      finish(await listLanguages({ names, terminal, ...options }));
    });
}

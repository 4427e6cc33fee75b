/**
 * `gozolite toolchains`: compilers and interpreters in a root file system of their own, instead of the host's.
 */
import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';

const WHAT = 'a set (starter, core, standard, all), a language, or a version (java@21)';

type InstallOption = { readonly refresh?: true };
type JsonOption = { readonly json?: true };

export function toolchainsCommand({ terminal, finish }: CommandContext): Command {
  const toolchains = new Command('toolchains')
    .description('Install, list, verify and remove the toolchains that programs are run with.')
    .addHelpText(
      'after',
      `
Toolchains live in a root file system of their own, below GOZOLITE_CACHE_DIR, made from Debian packages. A sandbox sees
that instead of the files of this host.

Examples:
  gozolite toolchains install starter       a first handful of languages
  gozolite toolchains install rust java@21  two more
  gozolite toolchains install --refresh     build anew what is installed, with the newest packages
  gozolite toolchains verify                run the canary of each in the sandbox

A service that runs moves to what was installed by itself. Programs that run meanwhile end on what was there before.
`,
    );
  toolchains.addCommand(
    new Command('install')
      .description('Install toolchains; what is there already stays.')
      .argument('[what...]', WHAT)
      .option('--refresh', 'build all anew, with the newest packages of Debian')
      .action(async (names: string[], options: InstallOption) => {
        const { installToolchains } = await import('../toolchains/manage-toolchains.ts');
        const refresh = options.refresh === true;
        if (names.length === 0 && !refresh) throw new CliError('Say what to install: a set or a language.');
        await installToolchains({ names, terminal, refresh });
      }),
  );
  toolchains.addCommand(
    new Command('list')
      .description('List what there is, and what of it is installed.')
      .option('--json', 'as JSON')
      .action(async (options: JsonOption) => {
        const { listToolchains } = await import('../toolchains/list-toolchains.ts');
        await listToolchains({ terminal, json: options.json === true });
      }),
  );
  toolchains.addCommand(
    new Command('remove')
      .description('Remove toolchains.')
      .argument('<what...>', WHAT)
      .action(async (names: string[]) => {
        const { uninstallToolchains } = await import('../toolchains/manage-toolchains.ts');
        await uninstallToolchains({ names, terminal });
      }),
  );
  toolchains.addCommand(
    new Command('verify')
      .description('Run the canary of each installed toolchain in the sandbox; fails when one does not pass.')
      .argument('[what...]', WHAT)
      .option('--json', 'as JSON')
      .action(async (names: string[], options: JsonOption) => {
        const { verifyToolchains } = await import('../toolchains/manage-toolchains.ts');
        finish(await verifyToolchains({ names, terminal, json: options.json === true }));
      }),
  );
  return toolchains;
}

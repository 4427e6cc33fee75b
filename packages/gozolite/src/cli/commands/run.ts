/**
 * `gozolite run`: its flags and help. What it does is in `run/`.
 */
import { Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { RUN_EXIT_CODES } from '../exit-codes.ts';
import { limitOptions, listOption, NO_LISTS, type RunOptions } from '../run/options.ts';
import { URL_HELP } from '../server-variables.ts';

export function runCommand({ terminal, finish }: CommandContext): Command {
  const command = new Command('run')
    .description(
      'Run a program in a fresh sandbox, without a server. Its output, errors and exit code become ours.',
    )
    .argument('<file>', 'the program; - reads it from standard input')
    .argument('[args...]', 'arguments of the program; every option after the file is one of them')
    .passThroughOptions()
    .option('-l, --language <name>', 'language, e.g. python or python@3.13 (default: by the extension)')
    .addOption(
      listOption('-f, --file <path>', 'further file beside the program, as PATH or NAME=PATH; repeatable'),
    )
    .option('--stdin <path>', 'standard input from a file; - reads it from the terminal')
    .addOption(listOption('--env <NAME=value>', 'environment variable of the program; repeatable'))
    .addOption(listOption('--compile-arg <arg>', 'argument of the compiler; repeatable'));
  for (const option of limitOptions()) command.addOption(option);
  return command
    .addOption(
      listOption(
        '--artifact <glob>',
        'files to bring back, e.g. "out/*.png"; repeatable, needs --out or --json',
      ),
    )
    .option('--out <folder>', 'where to write them; nothing outside it is touched')
    .option('--force', 'let artifacts replace files that are there')
    .option('--json', 'print the whole result as JSON instead of the output')
    .addOption(
      new Option('--encoding <name>', 'with --json: of stdout and stderr').choices(['utf8', 'base64']),
    )
    .option('-q, --quiet', 'no line about the verdict on standard error')
    .addOption(
      new Option('--backend <name>', 'what isolates the program (default: GOZOLITE_BACKEND)').choices([
        'auto',
        'native',
        'docker',
      ]),
    )
    .option('--url <url>', URL_HELP)
    .addHelpText(
      'after',
      `
Standard input is passed on when it is a file or a pipe. When it is a terminal the program gets none, unless
--stdin - is given. It is read whole before the program starts.

${RUN_EXIT_CODES}

Examples:
  gozolite run hello.py Ada --verbose       the program gets "Ada" and "--verbose"
  echo 'print(6*7)' | gozolite run -l python -
  gozolite run --memory-kb 65536 --time-ms 2000 solution.cpp < tests/1.in > 1.out
  gozolite run --file data/input.csv --artifact '*.svg' --out plots plot.py
`,
    )
    .action(async (file: string, args: string[], flags: Partial<RunOptions>) => {
      const { runProgram } = await import('../run/run-program.ts');
      finish(await runProgram({ file, args, options: { ...NO_LISTS, ...flags }, terminal }));
    });
}

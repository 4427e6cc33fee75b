/**
 * The whole command line as one function: arguments and a terminal in, an exit code out.
 *
 * What always holds: a command's module imports only what its help needs, and loads the rest when it runs, so that
 * `--help` and `run` start quickly; every error is one line on standard error; a stack trace is printed only with
 * NODE_DEBUG=gozolite.
 */
import { readFileSync } from 'node:fs';
import { debuglog } from 'node:util';
import { Command, CommanderError } from 'commander';
import { CliError, messageOf } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { auditCommand } from './commands/audit.ts';
import { configCommand } from './commands/config.ts';
import { doctorCommand } from './commands/doctor.ts';
import { keysCommand } from './commands/keys.ts';
import { languagesCommand } from './commands/languages.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { toolchainsCommand } from './commands/toolchains.ts';
import { EXIT } from './exit-codes.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';

const debug = debuglog('gozolite');

export async function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const written: Promise<void>[] = [];
  const program = createProgram({
    terminal,
    finish: (code) => {
      exitCode = code;
    },
  });
  forEachCommand(program, (command) =>
    command
      .helpOption('-h, --help', 'print this help')
      .exitOverride()
      .configureOutput({
        writeOut: (text) => void written.push(terminal.out(text)),
        writeErr: (text) => void written.push(terminal.err(text)),
        outputError: (text) => void written.push(terminal.err(`gozolite: ${usageLine(text)}\n`)),
      }),
  );
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    exitCode = await explain(error, { terminal, running: argv[0] === 'run' });
  }
  await Promise.all(written);
  return exitCode;
}

function createProgram(context: CommandContext): Command {
  const program = new Command('gozolite')
    .description('Runs code nobody trusts: every run in its own fresh, kernel-enforced sandbox.')
    .version(productVersion(), '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Examples:
  gozolite doctor                          is this host ready, and if not, what to do
  gozolite run hello.py                    run a program in a sandbox, without a server
  gozolite run --time-ms 500 a.c < input   with a limit, and with standard input
  gozolite serve                           answer POST /execute
`,
    );
  const commands = [
    serveCommand,
    runCommand,
    languagesCommand,
    toolchainsCommand,
    keysCommand,
    auditCommand,
    configCommand,
    doctorCommand,
  ];
  for (const create of commands) program.addCommand(create(context));
  return program;
}

function forEachCommand(command: Command, visit: (command: Command) => void): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}

/** Commander's message without its `error: ` and on one line, the suggestion of a near name included. */
function usageLine(text: string): string {
  return text
    .trim()
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
}

type Circumstances = { readonly terminal: Terminal; readonly running: boolean };

async function explain(error: unknown, { terminal, running }: Circumstances): Promise<number> {
  const wrongUsage = running ? EXIT.neverRan : EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : wrongUsage;
  debug('%s', error instanceof Error ? error.stack : error);
  for (const line of errorLines(error)) await terminal.err(`gozolite: ${line}\n`);
  const didNotWork = running ? EXIT.neverRan : EXIT.failed;
  return error instanceof CliError ? (error.exitCode ?? didNotWork) : didNotWork;
}

/** A line each, when there are several things to say. A `Failure` is known by name, so that the engine need not be loaded. */
function errorLines(error: unknown): readonly string[] {
  const code = error instanceof Error && error.name === 'Failure' && 'code' in error ? `${error.code}: ` : '';
  return `${code}${messageOf(error)}`.split('\n').map(printable);
}

function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  return 'unknown';
}

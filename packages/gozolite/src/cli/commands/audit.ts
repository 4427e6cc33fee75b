/**
 * `gozolite audit`: checks an audit log, and shows what it has of one execution. Reads the files; a running service is not asked.
 */
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Link } from '../../audit/chain.ts';
import { CliError, messageOf } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printable } from '../printable.ts';
import type { Terminal } from '../terminal.ts';

type FolderOption = { readonly dir?: string };
type VerifyOptions = FolderOption & { readonly expect?: readonly Link[]; readonly json?: true };

const folderOption = () =>
  new Option('--dir <folder>', 'the folder of the audit log (default: GOZOLITE_AUDIT_DIR)');

export function auditCommand({ terminal, finish }: CommandContext): Command {
  const audit = new Command('audit')
    .description('Check the audit log, and look an execution up in it.')
    .addHelpText(
      'after',
      `
Every line holds the hash of the line before it: a change, a cut or a gap shows. Who can write the folder could make
a whole new chain; the service's own log has the number and hash that the chain had come to at its start, at its end
and at every new file, and --expect compares one of those.

Examples:
  gozolite audit verify
  gozolite audit verify --expect 5120:1f9a...
  gozolite audit show 7c0e2a64d3b14f6c9c3b8f9d6f1f2a77
`,
    );
  audit.addCommand(
    new Command('verify')
      .description('Read the whole audit log and say whether it is what was written.')
      .addOption(folderOption())
      .addOption(
        new Option('--expect <number:hash...>', 'what the log must have at that number').argParser(
          expectedLink,
        ),
      )
      .option('--json', 'as JSON')
      .action(async (options: VerifyOptions) => {
        const { verify } = await import('../../audit/verify.ts');
        const folder = folderOf(options, terminal);
        const verification = await reading(folder, () => verify(folder, options.expect ?? []));
        const { ok, files, lines, last, problems, notes } = verification;
        finish(ok ? EXIT.ok : EXIT.failed);
        if (options.json) {
          await terminal.out(`${JSON.stringify(verification, null, 2)}\n`);
          return;
        }
        for (const sentence of [...problems, ...notes]) await terminal.out(`${printable(sentence)}\n`);
        const end = last === null ? 'nothing' : `number ${last.seq}, hash ${last.hash}`;
        const verdict = ok ? 'The audit log is whole' : 'The audit log is NOT what was written';
        await terminal.out(`${verdict}: lines ${lines}, files ${files}, ends with ${end}.\n`);
      }),
  );
  audit.addCommand(
    new Command('show')
      .description('Print what the audit log has of one execution, as JSON.')
      .argument('<id>', 'the `id` of its result')
      .addOption(folderOption())
      .action(async (id: string, options: FolderOption) => {
        const { findEvent } = await import('../../audit/find-event.ts');
        const folder = folderOf(options, terminal);
        const found = await reading(folder, () => findEvent(folder, id));
        if (found === null)
          throw new CliError(`The audit log has no execution with the id ${printable(id)}.`);
        await terminal.out(`${JSON.stringify(found.event, null, 2)}\n`);
      }),
  );
  return audit;
}

async function reading<T>(folder: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new CliError(`The audit log in ${printable(folder)} cannot be read: ${messageOf(error)}.`);
  }
}

function expectedLink(text: string, before: readonly Link[] | undefined): readonly Link[] {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new InvalidArgumentError('Write it as the log has it: audit_seq, a colon, audit_hash.');
  }
  return [...(before ?? []), { seq: Number(seq), hash }];
}

function folderOf({ dir }: FolderOption, terminal: Terminal): string {
  if (dir !== undefined) return resolve(terminal.cwd, dir);
  const configured = terminal.env.GOZOLITE_AUDIT_DIR?.trim() ?? '';
  if (configured !== '') return resolve(terminal.cwd, configured);
  throw new CliError(
    'Name the folder of the audit log: --dir FOLDER, or set GOZOLITE_AUDIT_DIR.',
    EXIT.usage,
  );
}

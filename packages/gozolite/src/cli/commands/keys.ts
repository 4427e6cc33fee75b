/**
 * `gozolite keys`: makes, shows and takes back API keys. A key is printed once, when it is made; only its digest is kept.
 */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { ApiKeyRecord, Bounds, Scope } from '../../tenants/api-key.ts';
import { CliError } from '../cli-error.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { limitAssignments, wholeNumber } from '../keys/bounds.ts';
import { expiry } from '../keys/expiry.ts';
import { renderTable } from '../table.ts';
import type { Terminal } from '../terminal.ts';

type FileOption = { readonly file?: string };
type CreateOptions = FileOption & {
  readonly tenant: string;
  readonly scope?: readonly Scope[];
  readonly expires?: Date;
  readonly concurrency?: number;
  readonly rate?: number;
  readonly cpu?: number;
  readonly max?: Bounds['max_limits'];
  readonly languages?: string[];
  readonly json?: true;
};
type ListOptions = FileOption & { readonly json?: true };

const fileOption = () => new Option('--file <path>', 'the file of keys (default: GOZOLITE_API_KEYS_FILE)');

export function keysCommand({ terminal }: CommandContext): Command {
  const keys = new Command('keys').description('Make, list and revoke API keys.').addHelpText(
    'after',
    `
The service reads the file named by GOZOLITE_API_KEYS_FILE and then wants a key with every request:
  Authorization: Bearer gzl_...
It notices changes within seconds, and at once on SIGHUP.

Examples:
  gozolite keys create --tenant school --expires 90d --file /etc/gozolite/keys
  gozolite keys create --tenant bots --concurrency 2 --rate 600 --cpu 60 --max time_ms=2000 memory_kb=65536
  gozolite keys list
  gozolite keys revoke ab12cd34ef56
`,
  );
  keys.addCommand(createCommand(terminal));
  keys.addCommand(listCommand(terminal));
  keys.addCommand(
    new Command('revoke')
      .description('Take a key back, by its id.')
      .argument('<id>', 'as `gozolite keys list` shows it')
      .addOption(fileOption())
      .action(async (id: string, options: FileOption) => {
        const { removeKey } = await import('../keys/key-store.ts');
        const left = await removeKey(keyFile(options, terminal), id);
        await terminal.err(
          `Revoked ${id}; ${left === 0 ? 'no key is left, and nobody may come in' : `keys left: ${left}`}.\n`,
        );
      }),
  );
  return keys;
}

function createCommand(terminal: Terminal): Command {
  return new Command('create')
    .description('Make a key and print it, once.')
    .requiredOption('--tenant <name>', 'whose key it is; limits and fairness count by tenant')
    .addOption(new Option('--scope <scopes...>', 'what it may do').choices(['execute', 'observe']))
    .addOption(
      new Option('--expires <when>', '90d, 12h or a date (default: never)').argParser((text) => expiry(text)),
    )
    .addOption(
      new Option('--concurrency <n>', 'executions of the tenant at one time').argParser((text) =>
        wholeNumber(text, 1),
      ),
    )
    .addOption(
      new Option('--rate <n>', 'executions a minute; 0 is no limit').argParser((text) =>
        wholeNumber(text, 0),
      ),
    )
    .addOption(
      new Option('--cpu <seconds>', 'CPU seconds a minute; 0 is no limit').argParser((text) =>
        wholeNumber(text, 0),
      ),
    )
    .addOption(
      new Option(
        '--max <limit=n...>',
        'highest limits of a run, e.g. time_ms=2000 memory_kb=65536',
      ).argParser(limitAssignments),
    )
    .option('--languages <id...>', 'the only languages it may run')
    .addOption(fileOption())
    .option('--json', 'print key and record as JSON')
    .action(async (options: CreateOptions) => {
      const { createKey, ApiKeyRecord } = await import('../../tenants/api-key.ts');
      const { Check } = await import('typebox/value');
      const { addKey } = await import('../keys/key-store.ts');
      const created = createKey({
        tenant: options.tenant,
        ...(options.scope === undefined ? {} : { scopes: options.scope }),
        ...(options.expires === undefined ? {} : { expires: options.expires }),
        bounds: boundsOf(options),
      });
      if (!Check(ApiKeyRecord, created.record)) {
        throw new CliError(
          'A tenant is named with letters, digits, dots, dashes and underscores, 64 at most, and a language by its id; see `gozolite languages`.',
          EXIT.usage,
        );
      }
      const path = keyFile(options, terminal);
      await addKey(path, created.record);
      await terminal.out(options.json ? `${JSON.stringify(created, null, 2)}\n` : `${created.key}\n`);
      await terminal.err(`Its digest is in ${path}. The key is not kept and cannot be shown again.\n`);
    });
}

function listCommand(terminal: Terminal): Command {
  return new Command('list')
    .description('List the keys: id, tenant, scopes and end.')
    .addOption(fileOption())
    .option('--json', 'as JSON')
    .action(async (options: ListOptions) => {
      const { readKeys } = await import('../keys/key-store.ts');
      const records = await readKeys(keyFile(options, terminal));
      await terminal.out(
        options.json ? `${JSON.stringify(records.map(withoutDigest), null, 2)}\n` : table(records),
      );
    });
}

function keyFile({ file }: FileOption, terminal: Terminal): string {
  if (file !== undefined) return resolve(terminal.cwd, file);
  const configured = terminal.env.GOZOLITE_API_KEYS_FILE?.trim() ?? '';
  if (configured !== '') return resolve(terminal.cwd, configured);
  throw new CliError('Name the file of keys: --file PATH, or set GOZOLITE_API_KEYS_FILE.', EXIT.usage);
}

function boundsOf({ concurrency, rate, cpu, max, languages }: CreateOptions): Bounds {
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(rate === undefined ? {} : { rate_limit: rate }),
    ...(cpu === undefined ? {} : { cpu_quota: cpu }),
    ...(max === undefined ? {} : { max_limits: max }),
    ...(languages === undefined ? {} : { languages }),
  };
}

function withoutDigest({ digest: _, scopes, expires, ...record }: ApiKeyRecord) {
  return { ...record, scopes: scopes ?? ['execute'], expires: expires ?? null };
}

/** What a key bounds, in a few words. */
function boundsInWords({
  concurrency,
  rate_limit,
  cpu_quota,
  max_limits,
  languages,
}: ReturnType<typeof withoutDigest>): string {
  const words = [
    ...(concurrency === undefined ? [] : [`${concurrency} at a time`]),
    ...(rate_limit === undefined ? [] : [`${rate_limit}/min`]),
    ...(cpu_quota === undefined ? [] : [`${cpu_quota} CPU s/min`]),
    ...Object.entries(max_limits ?? {}).map(([name, value]) => `${name}<=${value}`),
    ...(languages === undefined ? [] : [languages.join(',')]),
  ];
  return words.length === 0 ? '-' : words.join(' ');
}

function table(records: readonly ApiKeyRecord[]): string {
  return renderTable(
    ['ID', 'TENANT', 'SCOPES', 'EXPIRES', 'BOUNDS'],
    records.map(withoutDigest).map((record) => {
      const { id, tenant, scopes, expires } = record;
      const over = expires !== null && Date.parse(expires) <= Date.now();
      return [
        id,
        tenant,
        scopes.join(','),
        `${expires ?? 'never'}${over ? ' (over)' : ''}`,
        boundsInWords(record),
      ];
    }),
  );
}

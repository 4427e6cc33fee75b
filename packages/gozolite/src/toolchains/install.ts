/**
 * Installs toolchains from the command line of a checkout:
 * `node packages/gozolite/src/toolchains/install.ts --set core [--root DIR] [--mirror URL] [LANGUAGE...]`.
 */
import { parseArgs } from 'node:util';
import { DefinitionError } from '../languages/load-languages.ts';
import { ensureToolchains } from './ensure-toolchains.ts';
import { defaultRoot } from './places.ts';
import { progressOn } from './progress.ts';
import { ToolchainError } from './toolchain-error.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () =>
    stop.abort(new ToolchainError('Stopped before the end. What was in use still is.')),
  );
}

const progress = progressOn(process.stderr);
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { set: { type: 'string' }, root: { type: 'string' }, mirror: { type: 'string' } },
  });
  const names = [...(values.set === undefined ? [] : [values.set]), ...positionals];
  const { path } = await ensureToolchains({
    names: names.length === 0 ? ['starter'] : names,
    root: values.root ?? defaultRoot(),
    progress,
    signal: stop.signal,
    ...(values.mirror === undefined ? {} : { mirror: values.mirror }),
  });
  process.stdout.write(`${path}\n`);
} catch (error) {
  progress.end();
  const known = error instanceof ToolchainError || error instanceof DefinitionError;
  process.stderr.write(`${known ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}

/**
 * Installs toolchains from the command line of a checkout, where the set-up of the repository needs them:
 * `node packages/gozolite/src/toolchains/install.ts [--root DIR] [--mirror URL] SET|LANGUAGE...`.
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
    options: { root: { type: 'string' }, mirror: { type: 'string' } },
  });
  const { path } = await ensureToolchains({
    names: positionals.length === 0 ? ['starter'] : positionals,
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

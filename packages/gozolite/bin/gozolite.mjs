#!/usr/bin/env node
/**
 * The `gozolite` command: hands over to the command line proper, under a Node that is new enough for it.
 */
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { underNode24 } from './node24.mjs';

await underNode24(import.meta.filename, async () => {
  // Halves the time to start. Not in the shared folder for temporary files: what is read from the cache is run as code.
  module.enableCompileCache?.(join(cacheFolder(), 'compiled'));
  const { main } = await import('../src/cli/main.ts');
  await main();
});

/** As the default of the setting GOZOLITE_CACHE_DIR, which is too late to be read here. */
function cacheFolder() {
  if (process.getuid?.() === 0) return '/var/cache/gozolite';
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gozolite');
}

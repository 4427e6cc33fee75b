/**
 * Where the process of the command line begins and ends. The streams are flushed before it exits, and it exits though a
 * library may have left a handle open.
 */

import { runCli } from './program.ts';
import { processTerminal } from './terminal.ts';

export async function main(): Promise<void> {
  endWithLauncher();
  // The callback of each write reports the error; without a listener the stream would throw it as well.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  process.exit(await runCli(process.argv.slice(2), processTerminal()));
}

/** Under an older Node.js a launcher process waits for this one; when it is killed, this one stops in order. */
function endWithLauncher(): void {
  if (process.channel === undefined || process.channel === null) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

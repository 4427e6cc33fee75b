/**
 * `node scripts/run.mjs scripts/with-supervisor.ts SCRIPT [ARG...]`: for what needs the supervisor and nothing else set up, such as a
 * measurement: builds it when that is due, then runs the script with the arguments that are left.
 */
import { join } from 'node:path';
import { SetupError, say } from './setup/say.ts';
import { ensureSupervisor } from './setup/supervisor.ts';

const root = join(import.meta.dirname, '..');
const [script = ''] = process.argv.splice(2, 1);

try {
  ensureSupervisor(root);
  await import(join(root, script));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

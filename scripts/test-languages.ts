/**
 * `npm run test:languages -- SET|LANGUAGE[@RELEASE]...`: installs what is named, and proves every sample of it through HTTP,
 * and bare in the root file system with the same outcome. Ends with one line, `N passed, N failed`.
 */
import { join } from 'node:path';
import { SetupError, say } from './setup/say.ts';
import { ensureSupervisor } from './setup/supervisor.ts';
import { ensureToolchains } from './setup/toolchains.ts';
import { runSuite } from './suites/run-suite.ts';
import { LANGUAGES_SUITE } from './suites/table.ts';

const root = join(import.meta.dirname, '..');
const names = process.argv.slice(2);

try {
  ensureSupervisor(root);
  ensureToolchains(root, names.length === 0 ? ['core'] : names);
  process.env.GOZOLITE_TEST_LANGUAGES = names.join(' ');
  const result = await runSuite(root, LANGUAGES_SUITE, (chunk) => process.stdout.write(chunk));
  const { passed, failed, note } = result;
  if (note !== null) say(note);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}

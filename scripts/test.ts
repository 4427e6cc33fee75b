/**
 * `npm test`: sets up what the suites need, runs them one after the other, and ends with one line that says it all:
 * `N passed, N failed`. `npm test -- --suite NAME` runs one of them (may be repeated), `--list` names them.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureFuzzer } from './setup/fuzzer.ts';
import { SetupError, say } from './setup/say.ts';
import { buildSupervisorTests, ensureSupervisor } from './setup/supervisor.ts';
import {
  ENGINE,
  ensurePackages,
  MACHINE,
  PROMETHEUS,
  TOOLCHAINS,
  UNPRIVILEGED,
} from './setup/system-packages.ts';
import { ensureToolchains } from './setup/toolchains.ts';
import { runSuite, type SuiteResult } from './suites/run-suite.ts';
import { type Step, SUITES, type Suite } from './suites/table.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: { suite: { type: 'string', multiple: true }, list: { type: 'boolean', default: false } },
});

if (values.list) for (const { name, about } of SUITES) process.stdout.write(`${name.padEnd(18)}${about}\n`);
else process.exitCode = await main(values.suite ?? SUITES.map(({ name }) => name));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    say(`there is no suite called ${unknown.join(', ')}; \`npm test -- --list\` names them`);
    return finish([]);
  }
  const results: [Suite, SuiteResult][] = [];
  for (const suite of SUITES.filter(({ name }) => names.includes(name))) {
    process.stdout.write(`\n== ${suite.name}: ${suite.about}\n`);
    results.push([suite, await setUpAndRun(suite)]);
  }
  process.stdout.write('\n');
  for (const [suite, { passed, failed, seconds, note }] of results) {
    const row = `${suite.name.padEnd(18)}${String(passed).padStart(6)} passed ${String(failed).padStart(5)} failed `;
    process.stdout.write(`${row}${seconds.toFixed(1).padStart(8)} s${note === null ? '' : `  ${note}`}\n`);
  }
  for (const [suite, { failures }] of results) {
    if (failures.length > 0) process.stdout.write(`\nfailed in ${suite.name}:\n`);
    for (const name of failures) process.stdout.write(`  ${name}\n`);
  }
  const left = SUITES.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
  if (left.length > 0) {
    process.stdout.write(`\nnot run: ${left.join(', ')} (\`npm test -- --suite NAME\` runs one)\n`);
  }
  return finish(results.map(([, result]) => result));
}

async function setUpAndRun(suite: Suite): Promise<SuiteResult> {
  try {
    for (const step of suite.needs) await setUp(step);
    return await runSuite(root, suite, (chunk) => process.stdout.write(chunk));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return { passed: 0, failed: 1, failures: [], seconds: 0, note: 'could not be set up' };
  }
}

async function setUp(step: Step): Promise<void> {
  switch (step) {
    case 'supervisor':
      return ensureSupervisor(root);
    case 'supervisor-tests':
      return buildSupervisorTests(root);
    case 'fuzzer':
      return ensureFuzzer();
    case 'toolchains':
      return ensureToolchains(root, ['core']);
    case 'unprivileged':
      return ensurePackages(UNPRIVILEGED, 'run the service as a user without any rights');
    case 'prometheus':
      return ensurePackages(PROMETHEUS, 'have the metrics read by a real Prometheus');
    case 'engine':
      return ensurePackages([...ENGINE, ...TOOLCHAINS], 'run containers');
    case 'machine':
      return ensurePackages([...MACHINE, ...TOOLCHAINS], 'make and boot a virtual machine');
  }
}

function finish(results: readonly SuiteResult[]): number {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.length === 0 ? 1 : results.reduce((sum, result) => sum + result.failed, 0);
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

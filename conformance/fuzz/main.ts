/**
 * `npm run fuzz [-- --times 20]`: every fuzzer for longer than `npm test` has time for. Each begins with a seed of its own and
 * prints it with what it finds; ends with a failure when one of them has found something.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { times: { type: 'string', default: '20' } } });
const times = Number(values.times);
if (!Number.isSafeInteger(times) || times < 1) throw new Error('--times is a whole number, 1 or more.');

type Fuzzer = { readonly about: string; readonly command: readonly string[]; readonly runs: number };

const vitest = (project: string, file: string) => ['npx', 'vitest', 'run', '--project', project, file];
const FUZZERS: readonly Fuzzer[] = [
  {
    about: 'a supervisor that lies to the service',
    command: vitest('unit', 'packages/gozolite/src/sandbox/native/lying-supervisor.test.ts'),
    runs: 1000 * times,
  },
  {
    about: 'the HTTP API, by its own schemas and byte by byte',
    command: vitest('conformance', 'conformance/fuzz/http-fuzz.test.ts'),
    runs: times,
  },
  {
    about: 'the supervisor’s parsers, guided by coverage',
    command: ['make', '-C', 'native', '--no-print-directory', 'fuzz', `FUZZ_SECONDS=${15 * times}`],
    runs: times,
  },
];

const root = join(import.meta.dirname, '../..');
let failed = 0;
for (const { about, command, runs } of FUZZERS) {
  process.stdout.write(`\n${about}\n`);
  const [program = '', ...args] = command;
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_RUNS: String(runs) },
  });
  if (status !== 0) failed += 1;
}
process.stdout.write(`\n${FUZZERS.length - failed} fuzzers found nothing, ${failed} found something.\n`);
process.exitCode = failed === 0 ? 0 : 1;

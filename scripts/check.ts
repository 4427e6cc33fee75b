/**
 * `npm run check`: the one gate. Everything that can be said of the code without running it, all at the same time, in
 * seconds. What a check has to say is shown only when it fails.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

type Check = { readonly name: string; readonly command: readonly string[]; readonly remedy: string };

const CHECKS: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit'], remedy: 'mend the types' },
  { name: 'lint and format', command: ['biome', 'check', '.'], remedy: '`npm run format` mends most of it' },
  { name: 'layers', command: ['node', 'scripts/layers/check.ts'], remedy: 'see scripts/layers/table.ts' },
  {
    name: 'generated files',
    command: ['node', 'scripts/generate.ts', '--check'],
    remedy: '`npm run generate` mends it',
  },
  { name: 'unused code', command: ['knip'], remedy: 'remove it, or tell knip.json why it is used' },
];

const root = join(import.meta.dirname, '..');
const results = await Promise.all(CHECKS.map(run));
for (const { check, ok, output, seconds } of results) {
  if (!ok) process.stdout.write(`\n${output.trim()}\n\n`);
  process.stdout.write(
    `${ok ? 'ok    ' : 'FAILED'} ${check.name} (${seconds.toFixed(1)} s)${ok ? '' : `: ${check.remedy}`}\n`,
  );
}
const failed = results.filter(({ ok }) => !ok).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function run(check: Check): Promise<{ check: Check; ok: boolean; output: string; seconds: number }> {
  const began = performance.now();
  const [program = '', ...args] = check.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
      });
    }
    const settle = (ok: boolean) =>
      resolve({ check, ok, output, seconds: (performance.now() - began) / 1000 });
    child.once('error', (error) => {
      output += error.message;
      settle(false);
    });
    child.once('close', (code) => settle(code === 0));
  });
}

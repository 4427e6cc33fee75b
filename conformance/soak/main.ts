/**
 * `npm run soak [-- --short] [--seed 1] [--output FILE]`: the ten-minute plan (two minutes with `--short`). Prints what it
 * does, writes the result as JSON to the file or to standard output, and fails when something did not hold.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LONG, runPlan, SHORT } from './plan.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    output: { type: 'string' },
  },
});
const began = performance.now();
const say = (line: string): void => {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`${String(seconds).padStart(4)} s  ${line}\n`);
};

const result = await runPlan({ scale: values.short ? SHORT : LONG, seed: Number(values.seed), say });
for (const { what, measured, allowed, held, noisy } of result.judgements) {
  const note = noisy ? '; a busy machine can spoil it' : '';
  say(`${held ? 'held  ' : 'FAILED'}  ${what}: ${measured} (at most ${allowed}${note})`);
}
const text = `${JSON.stringify(result, null, 2)}\n`;
if (values.output === undefined) process.stdout.write(text);
else writeFileSync(values.output, text);
process.exitCode = result.held ? 0 : 1;

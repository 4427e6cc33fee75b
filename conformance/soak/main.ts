/**
 * `npm run soak [-- --short] [--seed 1] [--output FILE]`: the ten-minute plan (two minutes with `--short`). Prints what it
 * does, writes the figures as JSON to the file (`conformance/results/soak.json`), and fails when something did not hold.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { LONG, runPlan, SHORT } from './plan.ts';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    output: { type: 'string', default: join(import.meta.dirname, '../results/soak.json') },
  },
});
const { output } = values;
const began = performance.now();
const say = (line: string): void => {
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(`${String(seconds).padStart(4)} s  ${line}\n`);
};

const result = await runPlan({ scale: values.short ? SHORT : LONG, seed: Number(values.seed), say });
for (const [what, { measured, allowed, held, noisy }] of Object.entries(result.judgements)) {
  const note = noisy ? '; a busy machine can spoil it' : '';
  say(`${held ? 'held  ' : 'FAILED'}  ${what}: ${measured} (at most ${allowed}${note})`);
}
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `${JSON.stringify(result, null, 2)}\n`);
say(`the figures are in ${output}`);
process.exitCode = result.held ? 0 : 1;

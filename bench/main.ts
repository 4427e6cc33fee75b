/**
 * `npm run bench`: what a fresh sandbox costs, layer by layer, beside a bare exec and beside other ways. All subjects are
 * measured in one run and in turns, so that a busy moment of the machine falls on all of them.
 *
 * `-- --rounds N --runs N` set how often; `--only NAME` (may be repeated) picks subjects; `--write` puts the table
 * into docs/performance.md. The figures also go to bench/results/ as JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { describeMachine } from './machine.ts';
import { type Report, type Row, render, targetsOf, writeInto } from './report.ts';
import { type Opened, type Round, type Subject, Unavailable } from './subject.ts';
import { SUBJECTS } from './subjects.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    runs: { type: 'string', default: '100' },
    only: { type: 'string', multiple: true },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const runs = Number(values.runs);
const ROOT = join(import.meta.dirname, '..');

type Entry = {
  readonly subject: Subject;
  readonly opened: Opened | null;
  readonly why: string | null;
  readonly rounds: Round[];
};

async function open(subject: Subject): Promise<Entry> {
  try {
    const opened = await subject.open();
    await opened.round(Math.max(3, Math.round(runs * subject.share * 0.5)));
    return { subject, opened, why: null, rounds: [] };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    return { subject, opened: null, why: error.message, rounds: [] };
  }
}

function rowOf({ subject, why, rounds: measured }: Entry): Row {
  const times = measured.flatMap(({ timesMs }) => timesMs);
  const wall = measured.reduce((sum, { wallMs }) => sum + wallMs, 0);
  const { name, about } = subject;
  return { name, about, unavailable: why, figures: times.length === 0 ? null : figuresOf(times, wall) };
}

const machine = describeMachine();
const entries: Entry[] = [];
try {
  for (const subject of SUBJECTS.filter(({ name }) => values.only?.includes(name) ?? true))
    entries.push(await open(subject));
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`\rround ${round + 1} of ${rounds} `);
    for (const { subject, opened, rounds: measured } of entries) {
      if (opened !== null) measured.push(await opened.round(Math.max(1, Math.round(runs * subject.share))));
    }
  }
} finally {
  process.stderr.write('\n');
  for (const { opened } of entries) await opened?.[Symbol.asyncDispose]();
}

const report: Report = { date: new Date().toISOString().slice(0, 10), machine, rows: entries.map(rowOf) };
const table = render(report);
process.stdout.write(`${table}\n`);
const results = join(ROOT, 'bench/results');
mkdirSync(results, { recursive: true });
writeFileSync(
  join(results, `${Date.now()}.json`),
  `${JSON.stringify({ ...report, targets: targetsOf(report.rows) }, null, 2)}\n`,
);
if (values.write) writeInto(join(ROOT, 'docs/performance.md'), table);

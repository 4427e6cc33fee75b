/**
 * The table in docs/performance.md, and the check of the figures against what the project promises.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures } from './figures.ts';
import type { Machine } from './machine.ts';

export type Row = {
  readonly name: string;
  readonly about: string;
  readonly figures: Figures | null;
  /** Why there are no figures. */
  readonly unavailable: string | null;
};

export type Report = { readonly date: string; readonly machine: Machine; readonly rows: readonly Row[] };

export type Target = { readonly promise: string; readonly met: boolean; readonly measured: string };

const BEGIN = '<!-- bench:begin -->';
const END = '<!-- bench:end -->';

const ms = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));

function tableRow({ name, about, figures, unavailable }: Row, bare: Figures | null): string {
  if (figures === null) return `| ${name} | ${about} | not measured: ${unavailable} | | | |`;
  const ratio = bare === null ? '' : `${(figures.p50Ms / bare.p50Ms).toFixed(1)} x`;
  const rate = Math.round(figures.perSecond).toLocaleString('en-GB');
  return `| ${name} | ${about} | ${ms(figures.p50Ms)} | ${ms(figures.p99Ms)} | ${rate} | ${ratio} |`;
}

export function targetsOf(rows: readonly Row[]): Target[] {
  const of = (name: string) => rows.find((row) => row.name === name)?.figures ?? null;
  const bare = of('bare');
  const sandbox = of('sandbox');
  const one = of('HTTP, 1 at a time');
  const eight = of('HTTP, 8 at a time');
  const bareAtOnce = of('bare, 4 at a time');
  if (bare === null) return [];
  const targets: Target[] = [];
  if (sandbox !== null)
    targets.push({
      promise: 'a complete fresh sandbox costs at most 4 times a bare exec (p50)',
      met: sandbox.p50Ms <= 4 * bare.p50Ms,
      measured: `${(sandbox.p50Ms / bare.p50Ms).toFixed(1)} times`,
    });
  if (one !== null)
    targets.push({
      promise: 'through HTTP, one at a time, at most 3 ms are added to a bare exec (p50)',
      met: one.p50Ms <= bare.p50Ms + 3,
      measured: `${ms(one.p50Ms - bare.p50Ms)} ms`,
    });
  if (eight !== null)
    targets.push({
      promise: 'through HTTP, at least 400 executions a second of a shell script that does nothing',
      met: eight.perSecond >= 400,
      measured: `${Math.round(eight.perSecond)} a second`,
    });
  if (eight !== null && bareAtOnce !== null)
    targets.push({
      // What 400 a second are on a machine of two cores that nobody disturbs, which makes 4,000 bare ones.
      promise: 'through HTTP, at least a tenth as many executions a second as the machine makes bare execs',
      met: eight.perSecond >= bareAtOnce.perSecond / 10,
      measured: `${(eight.perSecond / bareAtOnce.perSecond).toFixed(3)} times`,
    });
  const dockerRun = of('docker run');
  for (const [name, most] of [
    ['container, none prepared', 1.3],
    ['container', 0.5],
  ] as const) {
    const container = of(name);
    if (container === null || dockerRun === null) continue;
    const ratio = container.p50Ms / dockerRun.p50Ms;
    targets.push({
      promise: `on the Docker backend, ${name === 'container' ? 'with containers prepared' : 'nothing prepared'}, at most ${most} times \`docker run\` (p50)`,
      met: ratio <= most,
      measured: `${ratio.toFixed(2)} times`,
    });
  }
  return targets;
}

export function render({ date, machine, rows }: Report): string {
  const bare = rows.find(({ name }) => name === 'bare')?.figures ?? null;
  const { cpu, cores, memoryGb, kernel, cgroups, node, load } = machine;
  return [
    `Measured on ${date}: ${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel}, cgroups ${cgroups}, Node ${node}, load average ${load} before the start. All in one run, in turns; \`sh\` with a script that does nothing.`,
    '',
    '| what | from where to where | p50 ms | p99 ms | a second | p50 / bare |',
    '|---|---|---:|---:|---:|---:|',
    ...rows.map((row) => tableRow(row, bare)),
    '',
    '| promise | measured | |',
    '|---|---:|---|',
    ...targetsOf(rows).map(
      ({ promise, measured, met }) => `| ${promise} | ${measured} | ${met ? 'kept' : 'not kept'} |`,
    ),
  ].join('\n');
}

/** Replaces what is between the markers. */
export function writeInto(path: string, table: string): void {
  const text = readFileSync(path, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no markers ${BEGIN} and ${END} around its table.`);
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n${table}\n${text.slice(end)}`);
}

/**
 * `npm run bench:operations`: what a flood from one tenant does to another, what observability costs, and what kills do to the
 * audit log. `-- --only NAME` (may be repeated) picks from overload, cost and audit; `--seconds N`, `--pairs N` and `--kills N` say how
 * long. With `--write` the figures replace those of the same name in bench/operations/measured.json, and the table goes
 * into docs/performance.md.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type KillReport, killUnderLoad } from '../../conformance/operations/audit-kill.ts';
import { describeMachine, type Machine } from '../machine.ts';
import { type CostReport, measureCost } from './cost.ts';
import { measureOverload, type OverloadReport } from './overload.ts';
import { renderOperations, writeTable } from './report.ts';

export type Measured<T> = { readonly date: string; readonly machine: Machine; readonly figures: T };
export type Figures = {
  readonly overload?: Measured<OverloadReport>;
  readonly cost?: Measured<CostReport>;
  readonly audit?: Measured<
    Omit<KillReport, 'missing'> & { readonly kills: number; readonly missing: number }
  >;
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '60' },
    pairs: { type: 'string', default: '60' },
    kills: { type: 'string', default: '10' },
    write: { type: 'boolean', default: false },
  },
});
const ROOT = join(import.meta.dirname, '../..');
const FILE = join(import.meta.dirname, 'measured.json');

async function measured<T>(measure: () => Promise<T>): Promise<Measured<T>> {
  const machine = describeMachine();
  return { date: new Date().toISOString().slice(0, 10), machine, figures: await measure() };
}

async function measureKills(kills: number) {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-kills-'));
  chmodSync(folder, 0o755);
  try {
    const options = { folder: join(folder, 'audit'), kills, answersBeforeKill: 100, concurrency: 8 };
    const report = await killUnderLoad(options);
    return { ...report, kills, missing: report.missing.length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = (name: string): boolean => values.only?.includes(name) ?? true;
const before: Figures = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
const figures: Figures = {
  ...before,
  ...(wanted('overload') ? { overload: await measured(() => measureOverload(Number(values.seconds))) } : {}),
  ...(wanted('cost') ? { cost: await measured(() => measureCost(Number(values.pairs), 1)) } : {}),
  ...(wanted('audit') ? { audit: await measured(() => measureKills(Number(values.kills))) } : {}),
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n\n${renderOperations(figures)}\n`);
if (values.write) {
  writeFileSync(FILE, `${JSON.stringify(figures, null, 2)}\n`);
  writeTable(join(ROOT, 'docs/performance.md'), renderOperations(figures));
}

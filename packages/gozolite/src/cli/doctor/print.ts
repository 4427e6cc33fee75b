/**
 * How findings look on a terminal: a line each under the heading of its group, and below it what to do.
 */
import { styleText } from 'node:util';
import { printable } from '../printable.ts';
import type { CheckState, Report } from './check.ts';

const WORDS: Readonly<Record<CheckState, string>> = { ok: 'ok', warn: 'warn', fail: 'FAIL', skip: 'skip' };
const COLOURS = { ok: 'green', warn: 'yellow', fail: 'red', skip: 'gray' } as const;
const TITLE_WIDTH = 18;

/** `previous` is the report told before, to know whether a heading is due. */
export function reportLines(report: Report, previous: Report | null, colour: boolean): string {
  const heading = report.group === previous?.group ? '' : `${previous === null ? '' : '\n'}${report.group}\n`;
  const word = WORDS[report.state].padEnd(4);
  const state = colour ? styleText(COLOURS[report.state], word, { validateStream: false }) : word;
  const remedy = report.remedy === null ? '' : `        -> ${printable(report.remedy)}\n`;
  return `${heading}  ${state}  ${printable(report.title).padEnd(TITLE_WIDTH)}  ${printable(report.seen)}\n${remedy}`;
}

export function summary(reports: readonly Report[]): string {
  const count = (state: CheckState) => reports.filter((report) => report.state === state).length;
  const failed = count('fail');
  const warnings = count('warn');
  const words = warnings === 0 ? '' : ` (${warnings} ${warnings === 1 ? 'warning' : 'warnings'})`;
  if (failed === 0) return `\nReady${words}.\n`;
  return `\nNot ready: ${failed} mandatory ${failed === 1 ? 'check fails' : 'checks fail'}${words}.\n`;
}

/**
 * The table of operations in docs/performance.md: each promise, what was measured, and whether it was kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures, Measured } from './main.ts';

const BEGIN = '<!-- operations:begin -->';
const END = '<!-- operations:end -->';

type Row = { readonly promise: string; readonly measured: string; readonly kept: boolean };

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function overloadRows({ overload }: Figures): readonly Row[] {
  if (overload === undefined) return [];
  const { figures } = overload;
  const { fairShare, underFlood, flood, single, memory, notReadyAtMs, refusedAtMs } = figures;
  const told = notReadyAtMs !== null && refusedAtMs !== null && notReadyAtMs <= refusedAtMs;
  return [
    {
      promise: `beside a flood of ten times the capacity for ${figures.seconds} s, another tenant's p99 wait is at most twice that of its fair share`,
      measured: `${ms(underFlood.p99Ms)} (p50 ${ms(underFlood.p50Ms)}, ${underFlood.requests} requests); its fair share's ${ms(fairShare.p99Ms)} (p50 ${ms(fairShare.p50Ms)}, ${fairShare.requests}): ${figures.waitRatio.toFixed(2)} times`,
      kept: figures.waitRatio <= 2,
    },
    {
      promise: 'no request is lost without an answer',
      measured: `flood: ${flood.sent} sent, ${flood.served} served, ${flood.refused} refused, ${flood.lost} lost; other tenant: ${single.sent} sent, ${single.served} served, ${single.lost} lost`,
      kept: flood.lost + single.lost === 0 && flood.served + flood.refused === flood.sent,
    },
    {
      promise: `memory is bounded: the service lives through the flood in a heap of ${memory.heapMb} MiB`,
      measured: `resident: ${memory.beforeMb} MiB when it began, ${memory.mostMb} MiB at most`,
      kept: flood.lost + single.lost === 0 && memory.mostMb < memory.beforeMb + memory.heapMb,
    },
    {
      promise: 'readiness is false before the first refusal, and the metrics count what there was',
      measured: `not ready after ${ms(notReadyAtMs ?? Number.NaN)}, refusing after ${ms(refusedAtMs ?? Number.NaN)}; counts ${figures.metricsAgree ? 'agree' : 'do not agree'}`,
      kept: told && figures.metricsAgree,
    },
    {
      promise: 'full speed is back within 5 s',
      measured: `ready again after ${ms(figures.readyAgainAfterMs)}; in those 5 s ${percent(figures.speedAfter)} of the capacity was used`,
      kept: figures.readyAgainAfterMs <= 5000 && figures.speedAfter >= 0.9,
    },
  ];
}

function costRows({ cost }: Figures): readonly Row[] {
  if (cost === undefined) return [];
  const { figures } = cost;
  const [low, high] = figures.costQuartiles;
  return [
    {
      promise:
        'log, audit log on the disk, traces and metrics together cost less than 5 % of throughput at saturation',
      measured: `${percent(figures.cost)} (quartiles ${percent(low)} to ${percent(high)}, ${figures.pairs} pairs of ${figures.secondsEach} s): ${Math.round(figures.offPerSecond)} a second without, ${Math.round(figures.onPerSecond)} with; CPU time of the service for one execution ${figures.offCpuMs.toFixed(2)} ms without, ${figures.onCpuMs.toFixed(2)} ms with`,
      kept: figures.cost < 0.05,
    },
  ];
}

function auditRows({ audit }: Figures): readonly Row[] {
  if (audit === undefined) return [];
  const { figures } = audit;
  return [
    {
      promise: 'kill -9 under load loses no answered execution from the audit log, and it verifies',
      measured: `${figures.kills} kills, ${figures.acknowledged} answered, ${figures.missing} missing, ${figures.problems.length} problems, ${figures.torn} unfinished lines`,
      kept: figures.missing === 0 && figures.problems.length === 0,
    },
  ];
}

const measuredOn = (name: string, measured: Measured<unknown> | undefined): readonly string[] => {
  if (measured === undefined) return [];
  const { date, machine } = measured;
  return [
    `${name} on ${date}: ${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, load average ${machine.load} before the start`,
  ];
};

export function renderOperations(figures: Figures): string {
  const rows = [...overloadRows(figures), ...costRows(figures), ...auditRows(figures)];
  const where = [
    ...measuredOn('Overload', figures.overload),
    ...measuredOn('cost', figures.cost),
    ...measuredOn('audit', figures.audit),
  ];
  return [
    `${where.join('; ')}.`,
    '',
    '| promise | measured | |',
    '|---|---|---|',
    ...rows.map(
      ({ promise, measured, kept }) => `| ${promise} | ${measured} | ${kept ? 'kept' : 'not kept'} |`,
    ),
  ].join('\n');
}

export function writeTable(path: string, table: string): void {
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the table.`);
  writeFileSync(path, `${before}${BEGIN}\n${table}\n${END}${after}`);
}

import { expect, it } from 'vitest';
import type { AttackReport } from '../../conformance/attacks/record.ts';
import { renderReport } from './render.ts';

const report: AttackReport = {
  kernel: '6.12.0',
  privilege: 'userns',
  cgroups: 'v2',
  landlock_abi: 6,
  layers: [{ name: 'seccomp', mechanism: 'allow-list' }],
  attacks: [
    {
      class: 'CPU and time',
      name: 'burns',
      program: 'cpu/busy-loop.c',
      outcome: 'held',
      verdict: 'TIME_LIMIT_EXCEEDED',
      evidence: 'cpu_time_ms: 400 of 400 (cpu.stat)',
      time_ms: 401,
      problem: null,
    },
    {
      class: 'escape',
      name: 'leaves',
      program: 'escape/x.c',
      outcome: 'broken',
      verdict: null,
      evidence: null,
      time_ms: null,
      problem: 'Left on the host: a | b\nand more',
    },
  ],
};

it('tells every attack with its verdict and evidence, and says where nothing ran', () => {
  const page = renderReport(
    [
      { name: 'host', report },
      { name: 'vm-root', report: null },
    ],
    null,
  );
  expect(page).toContain('| burns | held: TIME_LIMIT_EXCEEDED | cpu_time_ms: 400 of 400 (cpu.stat) |');
  expect(page).toContain('**BROKEN**: Left on the host: a \\| b |');
  expect(page).toContain('Not run: machine with cgroup v2, root.');
  expect(page).toContain('| seccomp | allow-list |');
  expect(page).toContain('| host | 6.12.0 | user namespace | v2 | 6 | 1 | 1 | 0 |');
});

it('shows what a soak was judged by, and flattens its other figures', () => {
  const page = renderReport([], {
    held: false,
    judgements: { 'left on the host': { measured: 2, allowed: 0, held: false, noisy: false } },
    runs: 5000,
    residentKb: { warm: 1, end: 2 },
    wrong: [],
  });
  expect(page).toContain('**Not all of it held.**');
  for (const row of [
    '| left on the host | 2 | 0 | **FAILED** |',
    '| runs | 5000 |',
    '| residentKb.end | 2 |',
    '| wrong | none |',
  ])
    expect(page).toContain(row);
});

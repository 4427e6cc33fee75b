/**
 * `npm run bench:languages [-- SET|LANGUAGE...]`: how long each language takes to its first answer, over HTTP with everything
 * included, beside the same commands bare in the same root file system. Both are measured in one run and in turns, after a request
 * that is not measured, so that a busy moment of the machine falls on both and reading the toolchain from the disk on neither.
 *
 * `--rounds N` sets how often; `--write` keeps the figures in docs/figures/languages.json, from which docs/languages.md is
 * rendered.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execute } from '../conformance/execute.ts';
import { planFor, rootfsUnderTest, runBare } from '../conformance/languages/bare.ts';
import { type Server, startServer } from '../conformance/server.ts';
import {
  type FigureRow,
  type LanguageFigures,
  readFigures,
} from '../packages/gozolite/src/languages/figures.ts';
import { type LoadedLanguage, loadLanguages } from '../packages/gozolite/src/languages/load-languages.ts';
import { loadSamples, type Sample } from '../packages/gozolite/src/languages/samples.ts';
import { selectToolchains, toolchainName } from '../packages/gozolite/src/toolchains/selection.ts';
import { figuresOf } from './figures.ts';
import { describeMachine } from './machine.ts';
import { HttpConnection } from './subjects/http-connection.ts';

type Case = {
  readonly name: string;
  readonly language: LoadedLanguage;
  readonly sample: Sample;
  readonly here: number[];
  readonly bare: number[];
  version: string;
  memoryKb: number;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean', default: false } },
});
const OUT = join(import.meta.dirname, '../docs/figures/languages.json');
const BITS = '#include <bits/stdc++.h>\n\nint main() {\n    std::cout << "Hello, World!" << std::endl;\n}\n';

const rootfs = rootfsUnderTest();
if (rootfs === null)
  throw new Error('There is no root file system of toolchains: npm run toolchains -- core');
const all = loadLanguages();
const chosen = selectToolchains(all, positionals.length === 0 ? ['all'] : positionals);
const rows = await measure(rootfs);
const figures: LanguageFigures = {
  date: new Date().toISOString().slice(0, 10),
  machine: describeMachine(),
  rows: positionals.length === 0 ? rows : merged(readFigures()?.rows ?? [], rows),
};
if (values.write) {
  mkdirSync(dirname(OUT), { recursive: true });
  writeFileSync(OUT, `${JSON.stringify(figures, null, 2)}\n`);
}

async function measure(root: string): Promise<readonly FigureRow[]> {
  await using server = await startServer({ languages: 'all', settings: { SLOTS: '2' } });
  const cases: Case[] = [];
  for (const each of casesOf()) {
    const { error, version, memory_kb } = await execute(server, each.sample.request);
    if (error === null) cases.push({ ...each, version: version ?? '', memoryKb: memory_kb ?? 0 });
    else if (error !== 'TOOLCHAIN_MISSING') throw new Error(`${each.name}: ${error}`);
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const [index, each] of cases.entries()) {
      process.stderr.write(`\rround ${round + 1}, ${index + 1} of ${cases.length}  `);
      // Warm is what is measured: the page cache may have lost the toolchain since the round before.
      await answerMs(server, each.sample);
      each.here.push(await answerMs(server, each.sample));
      const stages = await runBare(root, planFor(each.language, each.sample));
      each.bare.push(stages.reduce((sum, { ms }) => sum + ms, 0));
    }
  }
  process.stderr.write('\n');
  return cases.map(rowOf);
}

function casesOf(): readonly Case[] {
  return chosen.flatMap((language) => {
    const full = all.find(({ definition }) => definition.id === language.definition.id) ?? language;
    const samples = loadSamples(full).filter(({ name }) => name === 'hello');
    return language.versions.flatMap((version) => {
      const sample = samples.find(({ definition }) => definition === version);
      if (sample === undefined) return [];
      const name = toolchainName(full, version);
      const one = { language: full, sample, version: '', memoryKb: 0 };
      const hello = { ...one, name, here: [], bare: [] };
      if (name !== 'cpp') return [hello];
      const bits = { ...sample, request: { language: 'cpp', code: BITS } };
      return [hello, { ...one, name: 'cpp with bits/stdc++.h', sample: bits, here: [], bare: [] }];
    });
  });
}

async function answerMs({ port }: Server, { request }: Sample): Promise<number> {
  const connection = new HttpConnection(port, '/execute', JSON.stringify(request));
  try {
    const begun = performance.now();
    await connection.ask();
    return performance.now() - begun;
  } finally {
    connection.close();
  }
}

function rowOf({ name, version, here, bare, memoryKb }: Case): FigureRow {
  const median = (times: readonly number[]) => Math.round(figuresOf(times, 1).p50Ms * 10) / 10;
  const row = { name, version, here_ms: median(here), bare_ms: median(bare), memory_kb: memoryKb };
  const ratio = (row.here_ms / row.bare_ms).toFixed(2);
  process.stdout.write(
    `${name.padEnd(24)}${row.here_ms.toFixed(1).padStart(9)} ms ${row.bare_ms.toFixed(1).padStart(9)} ms bare  ${ratio} x\n`,
  );
  return row;
}

/** Languages that were not measured this time keep their figures. */
function merged(old: readonly FigureRow[], now: readonly FigureRow[]): readonly FigureRow[] {
  const kept = old.filter(({ name }) => !now.some((row) => row.name === name));
  return [...kept, ...now].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

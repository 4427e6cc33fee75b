/**
 * What was measured of each language, as `npm run bench:languages -- --write` has left it, and what is promised.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

const FigureRow = Type.Object({
  /** A toolchain, e.g. `java@21`, or one with what is special about its program. */
  name: Type.String(),
  version: Type.String(),
  /** From the request to the whole answer, over HTTP: the median. */
  here_ms: Type.Number(),
  /** The same commands without the engine: the median. */
  bare_ms: Type.Number(),
  /** Most memory that the run used, as the engine reports it. */
  memory_kb: Type.Number(),
});
export type FigureRow = Static<typeof FigureRow>;

const LanguageFigures = Type.Object({
  date: Type.String(),
  machine: Type.Object({
    cpu: Type.String(),
    cores: Type.Number(),
    memoryGb: Type.Number(),
    kernel: Type.String(),
    cgroups: Type.String(),
    node: Type.String(),
    load: Type.Number(),
  }),
  rows: Type.ReadonlyType(Type.Array(FigureRow)),
});
export type LanguageFigures = Static<typeof LanguageFigures>;

const FILE = fileURLToPath(new URL('../../../../docs/figures/languages.json', import.meta.url));

/** To the first answer, warm, with the sandbox, on two cores. */
export const PROMISED_MS: Readonly<Record<string, number>> = {
  c: 45,
  cpp: 120,
  'cpp with bits/stdc++.h': 500,
  java: 190,
  kotlin: 950,
  scala: 900,
  go: 110,
  rust: 110,
  haskell: 300,
  typescript: 60,
  zig: 250,
  python: 20,
  javascript: 45,
  ruby: 30,
};

/** Null when nothing was measured yet. */
export function readFigures(): LanguageFigures | null {
  try {
    const value: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
    return Check(LanguageFigures, value) ? value : null;
  } catch {
    return null;
  }
}

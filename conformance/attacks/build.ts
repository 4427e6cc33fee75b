/**
 * Compiles the C programs of the attacks, statically, so that they run in any root and on a machine without a compiler.
 *
 * What always holds: a program that does not compile here is left out, and is then compiled where it runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CLASSES } from './classes.ts';
import { builtName } from './requests.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');

/** The flags are those of the language `c`, linked statically. */
const flags = (folder: string) => [
  '-O2',
  '-std=gnu17',
  '-pthread',
  '-static',
  '-w',
  `-I${PROGRAMS}`,
  `-I${folder}`,
];

export function buildPrograms(target: string): void {
  mkdirSync(target, { recursive: true });
  const programs = new Set(
    Object.values(CLASSES)
      .flat()
      .flatMap(({ program, companion }) => [
        typeof program === 'string' ? program : program[0],
        companion?.program ?? '',
      ]),
  );
  for (const program of programs) {
    if (!program.endsWith('.c') || program.startsWith('compile/')) continue;
    const source = join(PROGRAMS, program);
    spawnSync('gcc', [...flags(dirname(source)), '-o', join(target, builtName(program)), source, '-lm'], {
      stdio: 'ignore',
    });
  }
}

/**
 * Every step that the set-up of a sandbox can report as failed belongs to a layer that can be named: the supervisor's table of
 * steps (`native/src/layer.c`) knows the words of each.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const source = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../native/src', `${name}.c`), 'utf8');

/** Where the set-up of a sandbox is, and how a step is named there. */
const FILES = ['init', 'payload', 'mounts', 'privilege', 'maker', 'cgroup_leaf'] as const;
const NAMED: readonly RegExp[] = [
  /\*?step = "([^"]+)"/g,
  /\bfail\(\w+, "([^"]+)"\)/g,
  /\bcheck\(.*, \w+, "([^"]+)"\)/g,
  /REPORT_FAILED, "([^"]+)"/g,
  /\{ CLONE_\w+, "([^"]+)" \}/g,
  /return "(set RLIMIT_\w+)"/g,
];

const reported = FILES.flatMap((file) =>
  NAMED.flatMap((pattern) => [...source(file).matchAll(pattern)].map(([, step = '']) => step)),
);
const known = [...source('layer').matchAll(/\{ "([^"]+)", "\w+", /g)].map(([, step = '']) => step);

it('there are steps, and layers for them', () => {
  expect(reported.length).toBeGreaterThan(40);
  expect(known.length).toBeGreaterThan(40);
});

it.each([...new Set(reported)])('%s', (step) => {
  expect(known.filter((one) => step.startsWith(one))).not.toEqual([]);
});

/**
 * Reads every source file of the packages and says which imports break the layer rule.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS } from './table.ts';
import { violations } from './violations.ts';

const packages = join(import.meta.dirname, '..', '..', 'packages');
const paths = globSync('*/src/**/*.ts', { cwd: packages }).filter((path) => !path.endsWith('.test.ts'));
const found = violations(
  paths.sort().map((path) => ({ path, text: readFileSync(join(packages, path), 'utf8') })),
  LAYERS,
);
for (const sentence of found) process.stdout.write(`${sentence}\n`);
process.exitCode = paths.length > 0 && found.length === 0 ? 0 : 1;

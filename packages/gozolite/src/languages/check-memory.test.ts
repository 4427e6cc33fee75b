import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkMemory } from './check-memory.ts';
import { loadLanguages } from './load-languages.ts';

const [language] = loadLanguages();
const [definition] = language?.versions ?? [];
if (language === undefined || definition === undefined) throw new Error('There are no languages.');

const known = { state: 'ready', version: '1.2', canaryMs: 3, checkedAt: '2026-01-01T00:00:00.000Z' } as const;
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-memory-'));
  file = join(folder, 'below', 'memory.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('recalls what was ready, for the same file system and definition only', () => {
  checkMemory(file, () => 'one').store([{ language, definition, known, files: null }]);
  expect(checkMemory(file, () => 'one').recall(language, definition)).toEqual(known);
  expect(checkMemory(file, () => 'two').recall(language, definition)).toBeNull();
  expect(checkMemory(file, () => 'one').recall(language, { ...definition, source: 'other' })).toBeNull();
});

it('recalls nothing that was not ready, and nothing of a file that is not its own', () => {
  const missing = { state: 'missing', version: null, reason: 'gone', checkedAt: known.checkedAt } as const;
  checkMemory(file, () => 'one').store([{ language, definition, known: missing, files: null }]);
  expect(checkMemory(file, () => 'one').recall(language, definition)).toBeNull();
  writeFileSync(file, '{"a":{"state":"ready"}}');
  expect(checkMemory(file, () => 'one').recall(language, definition)).toBeNull();
});

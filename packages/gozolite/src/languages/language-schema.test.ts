import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { renderLanguageSchema } from './language-schema.ts';

it('languages/language.schema.json is what the schema says', async () => {
  const file = new URL('../../../../languages/language.schema.json', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(renderLanguageSchema());
});

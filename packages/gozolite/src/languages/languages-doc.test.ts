import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { renderLanguagesDoc } from './languages-doc.ts';

it('docs/languages.md is what the definitions say', async () => {
  const file = new URL('../../../../docs/languages.md', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(renderLanguagesDoc());
});

import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { renderConfigurationDoc } from './configuration-doc.ts';

it('docs/configuration.md is what the schema says', async () => {
  const file = new URL('../../../../docs/configuration.md', import.meta.url);
  expect(await readFile(file, 'utf8')).toBe(renderConfigurationDoc());
});

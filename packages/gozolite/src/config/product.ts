/**
 * Name and version of the product, as its package says.
 */
import { readFileSync } from 'node:fs';

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

export const PRODUCT = {
  name: 'GozoLite',
  version:
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : 'unknown',
} as const;

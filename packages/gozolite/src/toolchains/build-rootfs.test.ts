import { describe, expect, it } from 'vitest';
import { loadLanguages } from '../languages/load-languages.ts';
import { extensible } from './build-rootfs.ts';
import { estimateOf } from './estimate.ts';
import type { Manifest } from './manifest.ts';
import { type Recipe, recipeFor, requestedBy } from './recipe.ts';
import { selectToolchains } from './selection.ts';

const recipeOf = (...names: string[]) => recipeFor(selectToolchains(loadLanguages(), names));

const builtFrom = (recipe: Recipe): Manifest => ({
  format: 1,
  digest: recipe.digest,
  built_at: '2026-01-01T00:00:00.000Z',
  build_seconds: 1,
  size_mb: 300,
  suite: 'trixie',
  languages: recipe.toolchains,
  requested: requestedBy(recipe),
  debian: {},
  npm: {},
  pypi: {},
});
const installed = (...names: string[]) => ({ path: '/x', manifest: builtFrom(recipeOf(...names)) });

describe('extensible', () => {
  it('adds to what is there, and to nothing that has more than is wanted', () => {
    expect(extensible(installed('starter'), recipeOf('core'))).toBe(true);
    expect(extensible(installed('python'), recipeOf('python', 'pypy', 'nim'))).toBe(true);
    expect(extensible(installed('core'), recipeOf('starter'))).toBe(false);
    expect(extensible(installed('python', 'pypy'), recipeOf('python', 'lua'))).toBe(false);
  });

  it('builds on toolchains that are defined otherwise by now, while their packages are the same', () => {
    const { path, manifest } = installed('go');
    expect(
      extensible({ path, manifest: { ...manifest, languages: { go: 'other' } } }, recipeOf('go', 'c')),
    ).toBe(true);
    const other = { ...manifest, requested: [...requestedBy(recipeOf('go')), 'trixie gone'] };
    expect(extensible({ path, manifest: other }, recipeOf('go', 'c'))).toBe(false);
  });

  it('does not build on what tells too little', () => {
    const { path, manifest } = installed('go');
    const { requested: _, ...older } = manifest;
    expect(extensible({ path, manifest: older }, recipeOf('go', 'c'))).toBe(false);
  });
});

it('estimates what is made anew, and what is only copied', () => {
  const core = recipeOf('core');
  expect(estimateOf(core, null, '/r')).toMatch(
    /^Installing \d+ toolchains below \/r: about 4\.\d GiB in all, \d minutes/,
  );
  const starter = builtFrom(recipeOf('starter'));
  expect(estimateOf(core, starter, '/r')).toMatch(
    /^Installing \d+ toolchains beside the 8 that stay as they are/,
  );
  const older = { ...starter, languages: { ...starter.languages, c: 'other' } };
  expect(estimateOf(recipeOf('starter'), older, '/r')).toMatch(/^Installing 1 toolchains anew beside the 7/);
});

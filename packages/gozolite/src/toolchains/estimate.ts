/**
 * Says beforehand how large a file system gets and how long making it takes, from the sizes in the definitions.
 */
import type { Manifest } from './manifest.ts';
import type { Recipe } from './recipe.ts';

/** Measured on two cores: fetching, installing and preparing; and copying. */
const INSTALL_MB_PER_SECOND = 16;
const COPY_MB_PER_SECOND = 180;
const FIXED_SECONDS = 25;

/** `base` is what is copied and added to; null when all is made anew. */
export function estimateOf(recipe: Recipe, base: Manifest | null, root: string): string {
  const copied = Math.min(base?.size_mb ?? 0, recipe.sizeMb);
  const seconds =
    FIXED_SECONDS + (recipe.sizeMb - copied) / INSTALL_MB_PER_SECOND + copied / COPY_MB_PER_SECOND;
  const count = Object.keys(recipe.toolchains).length;
  const what = base === null ? `${count} toolchains` : addedTo(base, recipe);
  return `Installing ${what} below ${root}: about ${(recipe.sizeMb / 1024).toFixed(1)} GiB in all, ${inWords(seconds)} on a fast line.`;
}

function addedTo({ languages }: Manifest, { toolchains }: Recipe): string {
  const there = Object.keys(languages);
  const added = Object.keys(toolchains).length - there.length;
  const changed = there.filter((name) => toolchains[name] !== languages[name]).length;
  const kept = `beside the ${there.length - changed} that stay as they are`;
  if (changed === 0) return `${added} toolchains ${kept}`;
  return added === 0
    ? `${changed} toolchains anew ${kept}`
    : `${added} toolchains, and ${changed} anew, ${kept}`;
}

const inWords = (seconds: number) =>
  seconds < 100 ? `${Math.round(seconds / 5) * 5} seconds` : `${Math.round(seconds / 60)} minutes`;

/**
 * Finds the imports that the layer table forbids, by reading the import statements of each file.
 */
import { posix } from 'node:path';
import type { Layer } from './table.ts';

type Table = Readonly<Record<string, Layer>>;

/** `path` is relative to `packages`, e.g. `gozolite/src/engine/plan.ts`. */
export type SourceText = { readonly path: string; readonly text: string };

const SPECIFIER =
  /^\s*(?:import|export)\b[^'"`;]*?from\s*'([^']+)'|^\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/gm;

/** A sentence for each forbidden import, and for each file that no layer claims. */
export function violations(files: readonly SourceText[], table: Table): readonly string[] {
  return files.flatMap((file) => {
    const own = layerOf(file.path, table);
    if (own === null) return [`${file.path} is in no layer: add its folder to the table`];
    return specifiers(file.text)
      .filter((specifier) => !isAllowed(specifier, file.path, own, table))
      .map((specifier) => `${file.path} imports ${specifier}, which the layer "${own}" may not`);
  });
}

function specifiers(text: string): readonly string[] {
  return [...text.matchAll(SPECIFIER)].flatMap(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? []);
}

function isAllowed(specifier: string, importer: string, own: string, table: Table): boolean {
  const rule = table[own];
  if (rule === undefined) return false;
  const target = targetOf(specifier, importer);
  if (target === null) return rule.packages.some((pattern) => fits(specifier, pattern));
  const layer = layerOf(target, table);
  return layer !== null && (layer === own || rule.imports.some((pattern) => fits(layer, pattern)));
}

/** The imported file as a path relative to `packages`; null for a package from outside. */
function targetOf(specifier: string, importer: string): string | null {
  if (specifier === '@gozolite/client' || specifier.startsWith('@gozolite/client/'))
    return 'client/src/index.ts';
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : null;
}

function layerOf(path: string, table: Table): string | null {
  const place = path.replace('/src/', '/');
  const keys = Object.keys(table).filter((key) => place === key || place.startsWith(`${key}/`));
  return keys.sort((a, b) => b.length - a.length)[0] ?? null;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

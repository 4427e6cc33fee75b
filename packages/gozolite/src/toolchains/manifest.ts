/**
 * What a toolchain file system says of itself: written into it last, so a file system without one is not complete.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Manifest = {
  readonly format: 1;
  readonly digest: string;
  /** ISO 8601. */
  readonly built_at: string;
  readonly build_seconds: number;
  readonly size_mb: number;
  readonly suite: string;
  /** By name of a toolchain (`java`, `java@21`), the digest of what was installed for it. */
  readonly languages: Readonly<Record<string, string>>;
  /** The packages that were asked for, as `source package`; absent in what earlier versions built. */
  readonly requested?: readonly string[];
  /** Exact versions, by package. */
  readonly debian: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, string>>;
  readonly pypi: Readonly<Record<string, string>>;
};

const FILE = 'opt/gozolite/manifest.json';

export function writeManifest(rootfs: string, manifest: Manifest): void {
  writeFileSync(join(rootfs, FILE), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o644 });
}

export const removeManifest = (rootfs: string): void => rmSync(join(rootfs, FILE), { force: true });

/** Null when there is none, or none that this version of the program understands. */
export function readManifest(rootfs: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(rootfs, FILE), 'utf8'));
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'format' in value &&
    value.format === 1 &&
    'digest' in value &&
    typeof value.digest === 'string' &&
    'languages' in value &&
    typeof value.languages === 'object' &&
    value.languages !== null
  );
}

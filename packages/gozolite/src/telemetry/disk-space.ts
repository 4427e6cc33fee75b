/**
 * Whether there is room left where the service writes. Sandboxes write to memory of their own; what is meant here is the audit log
 * and what the service remembers.
 */
import { statfsSync } from 'node:fs';

export type DiskStatus = { readonly ok: boolean; readonly message: string };

export type DiskOptions = {
  readonly folders: readonly string[];
  readonly leastBytes?: number;
  readonly now?: () => number;
};

/** With less than this the service is not ready. */
export const LEAST_FREE_BYTES = 64 * 1024 * 1024;
const FRESH_MS = 1000;
const MEBIBYTE = 1024 * 1024;

/** Null for a folder that cannot be looked at: it is not there yet, and whoever needs it says so. */
const freeBytes = (folder: string): number | null => {
  try {
    const { bavail, bsize, ffree, files } = statfsSync(folder);
    return files > 0 && ffree === 0 ? 0 : bavail * bsize;
  } catch {
    return null;
  }
};

/** Looks at most once a second, however often it is asked. */
export const createDiskWatch = ({
  folders,
  leastBytes = LEAST_FREE_BYTES,
  now = () => performance.now(),
}: DiskOptions): (() => DiskStatus) => {
  const look = (): DiskStatus => {
    const places = folders.flatMap((folder) => {
      const free = freeBytes(folder);
      return free === null ? [] : [{ folder, free }];
    });
    const full = places.find(({ free }) => free < leastBytes);
    if (full !== undefined) {
      const left = Math.floor(full.free / MEBIBYTE);
      return { ok: false, message: `Only ${left} MiB are free at ${full.folder}: make room there.` };
    }
    const words = places.map(({ folder, free }) => `${Math.floor(free / MEBIBYTE)} MiB at ${folder}`);
    return {
      ok: true,
      message: words.length === 0 ? 'Nothing is written to a disk.' : `Free: ${words.join(', ')}.`,
    };
  };
  let at = Number.NEGATIVE_INFINITY;
  let status = look();
  return () => {
    if (now() - at >= FRESH_MS) {
      status = look();
      at = now();
    }
    return status;
  };
};

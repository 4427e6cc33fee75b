/**
 * Finds the process that serves a new connection: the keeper's child that was not there before. For diagnostics only: no
 * signal is ever sent to a pid found this way.
 */
import { readFile } from 'node:fs/promises';

/** Null when the kernel does not list children, or all of them are known. */
export async function newestChild(parent: number, known: readonly (number | null)[]): Promise<number | null> {
  let listed: string;
  try {
    listed = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  } catch {
    return null;
  }
  const children = listed.trim().split(/\s+/).filter(Boolean).map(Number);
  return children.findLast((pid) => !known.includes(pid)) ?? null;
}

/**
 * The folder of a file system under construction: the tree itself, what was fetched for it, and which stages are done, so
 * that an interrupted build goes on where it was.
 *
 * What always holds: a stage counts as done only when all of it is; a folder is continued only for the very same recipe
 * and beginning, and not for long, since the packages of a mirror change.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDING_PREFIX } from './places.ts';
import { removeTree } from './remove-tree.ts';

export type BuildFolder = {
  readonly path: string;
  readonly rootfs: string;
  /** For what is not part of the result. */
  readonly scratch: string;
  isDone(stage: string): boolean;
  /** Does `work` unless an interrupted build did, and remembers that it is done. */
  stage(name: string, work: () => Promise<void>): Promise<void>;
  markDone(stage: string): void;
  remove(): void;
};

const CONTINUED_FOR_MS = 12 * 60 * 60 * 1000;

/** `beginning` tells apart builds of one recipe that start from different trees. Removes what other builds left behind. */
export function openBuildFolder(root: string, digest: string, beginning: string): BuildFolder {
  const name = `${BUILDING_PREFIX}${digest}-${beginning}`;
  const path = join(root, name);
  const marks = join(path, 'done.json');
  for (const other of readdirSync(root)) {
    if (other.startsWith(BUILDING_PREFIX) && (other !== name || !isRecent(marks)))
      removeTree(join(root, other));
  }
  const rootfs = join(path, 'rootfs');
  const scratch = join(path, 'scratch');
  mkdirSync(scratch, { recursive: true, mode: 0o755 });
  const done = new Set(readMarks(marks));
  const markDone = (stage: string) => {
    done.add(stage);
    writeFileSync(`${marks}.new`, JSON.stringify([...done]));
    renameSync(`${marks}.new`, marks);
  };
  return {
    path,
    rootfs,
    scratch,
    isDone: (stage) => done.has(stage),
    markDone,
    async stage(stage, work) {
      if (done.has(stage)) return;
      await work();
      markDone(stage);
    },
    remove: () => removeTree(path),
  };
}

const isRecent = (file: string) =>
  Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < CONTINUED_FOR_MS;

function readMarks(file: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

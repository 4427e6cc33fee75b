/**
 * Writes the files a program left behind into a folder of the caller's.
 *
 * The names come from untrusted code. What always holds: nothing is written outside the folder, through a symbolic link, or over
 * a file that is there already (unless the caller said so, and then the name is replaced, never what it points to); what
 * is written is a plain file without the executable bit.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Artifact } from '@gozolite/client';
import { CliError, errnoOf, messageOf } from '../cli-error.ts';
import { printable } from '../printable.ts';

export type ArtifactTarget = { readonly folder: string; readonly overwrite: boolean };

/** Writes what came back; returns a sentence for each artifact that did not. */
export async function writeArtifacts(
  artifacts: readonly Artifact[],
  target: ArtifactTarget,
): Promise<readonly string[]> {
  await mkdir(target.folder, { recursive: true });
  const problems: string[] = [];
  for (const artifact of artifacts) {
    const name = printable(artifact.path);
    if (artifact.content === null) {
      problems.push(
        `The artifact ${name} was not brought back: ${printable(artifact.refused ?? 'no content')}.`,
      );
      continue;
    }
    try {
      await writeOne(safeParts(artifact.path), Buffer.from(artifact.content, artifact.encoding), target);
    } catch (error) {
      problems.push(`The artifact ${name} was not written: ${problemOf(error)}`);
    }
  }
  return problems;
}

/** The folders and the file name of a path that stays where it is put; throws for every other. */
export function safeParts(path: string): readonly [string, ...string[]] {
  const parts = path.split('/');
  const bad = parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0'));
  const [first, ...rest] = parts;
  if (bad || first === undefined) throw new CliError('its path is not a plain relative one.');
  return [first, ...rest];
}

async function writeOne(
  parts: readonly [string, ...string[]],
  content: Uint8Array,
  { folder, overwrite }: ArtifactTarget,
): Promise<void> {
  let parent = folder;
  for (const part of parts.slice(0, -1)) {
    parent = join(parent, part);
    await ensureFolder(parent);
  }
  const path = join(folder, ...parts);
  if (!overwrite) return create(path, content);
  const temporary = join(dirname(path), `.gozolite-${randomBytes(8).toString('hex')}`);
  try {
    await create(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function ensureFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    if (!(await lstat(path)).isDirectory())
      throw new CliError(`${printable(path)} is there and is not a folder.`);
  }
}

async function create(path: string, content: Uint8Array): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

function problemOf(error: unknown): string {
  if (errnoOf(error) === 'EEXIST') return 'a file of that name is there already (--force replaces it).';
  return messageOf(error);
}

/**
 * Reads what the caller names on the command line. `--file` takes a path, which keeps its name in the sandbox when it is
 * relative and stays below the current folder, and its last part otherwise; or `NAME=PATH`.
 */
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, normalize, resolve } from 'node:path';
import { CliError, errnoOf, messageOf } from '../cli-error.ts';
import type { LoadedFile } from './request.ts';

export async function loadFile(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (error) {
    throw new CliError(readProblem(path, error));
  }
}

export async function loadExtraFiles(values: readonly string[], cwd: string): Promise<readonly LoadedFile[]> {
  return Promise.all(
    values.map(async (value) => {
      const { name, path } = extraFile(value);
      return { name, content: await loadFile(path, cwd) };
    }),
  );
}

export function extraFile(value: string): { readonly name: string; readonly path: string } {
  const named = /^([^=]+)=(.+)$/.exec(value);
  if (named?.[1] !== undefined && named[2] !== undefined) return { name: named[1], path: named[2] };
  const path = normalize(value);
  const inside = !isAbsolute(path) && path !== '..' && !path.startsWith('../');
  return { name: inside ? path : basename(path), path: value };
}

function readProblem(path: string, error: unknown): string {
  switch (errnoOf(error)) {
    case 'ENOENT':
      return `There is no file ${path}.`;
    case 'EACCES':
      return `${path} may not be read by this user.`;
    case 'EISDIR':
      return `${path} is a folder, not a file.`;
    default:
      return `${path} cannot be read: ${messageOf(error)}.`;
  }
}

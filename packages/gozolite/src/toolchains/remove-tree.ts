/**
 * Removes a file system that was being built. Stays within one file system of the host: something that is still mounted
 * in it is never entered.
 */
import { spawnSync } from 'node:child_process';
import { ToolchainError } from './toolchain-error.ts';

export function removeTree(path: string): void {
  const { status, stderr, error } = spawnSync('rm', ['-rf', '--one-file-system', '--', path], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new ToolchainError(`${path} could not be removed: ${error?.message ?? stderr.trim()}`);
}

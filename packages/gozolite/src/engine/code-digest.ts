/**
 * The SHA-256 by which a record names the code that ran without holding it: of `code` as UTF-8, or of all files in
 * the order of the request, each as its path, a NUL, its length in bytes, a NUL, and its content.
 */
import { createHash } from 'node:crypto';
import type { ExecutionRequest } from '@gozolite/client';
import { contentOf } from './intake/text.ts';

export const codeDigest = ({ code, files = [] }: ExecutionRequest): string => {
  const hash = createHash('sha256');
  hash.update(code ?? '');
  for (const file of files) {
    const content = contentOf(file);
    hash.update(`${file.path}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex');
};

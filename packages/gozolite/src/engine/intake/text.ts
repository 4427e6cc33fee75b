/**
 * What strings of a request must be: valid Unicode, so that nothing is replaced on its way to the program; without NUL
 * where the kernel's exec cannot carry one; and strict base64.
 */
import type { SourceFile } from '@gozolite/client';

/** Null when it is not base64 with its padding and nothing else. */
export const decodeBase64 = (text: string): Uint8Array | null => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
};

/** The bytes of a file that intake has accepted. */
export const contentOf = ({ content, encoding }: SourceFile): Uint8Array =>
  Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');

export const unicodeComplaint = (text: string): string | null =>
  text.isWellFormed() ? null : 'must be well-formed Unicode: it has half of a surrogate pair';

/** Linux carries no single argument and no `NAME=value` longer than this, its final NUL not counted. */
const MAX_EXEC_STRING = 131_071;

/** For what goes through exec: arguments and environment. */
export const execComplaint = (text: string): string | null => {
  if (text.includes('\0')) return 'must not have a NUL character: a program cannot be given one';
  if (Buffer.byteLength(text) > MAX_EXEC_STRING) return `must have at most ${MAX_EXEC_STRING} bytes`;
  return unicodeComplaint(text);
};

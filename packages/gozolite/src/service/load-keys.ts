/**
 * Who may come in: the keys of the file that is configured, or everybody on this machine where there is none.
 */
import { readFileSync } from 'node:fs';
import { parseKeyFile } from '../tenants/key-file.ts';
import { createKeyRing, type KeyRing, openKeyRing } from '../tenants/key-ring.ts';
import { StartError } from './start-error.ts';

export const loadKeys = (path: string | null): KeyRing => {
  if (path === null) return openKeyRing;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError([`GOZOLITE_API_KEYS_FILE cannot be read: ${reason}.`]);
  }
  const file = parseKeyFile(text);
  if (file.kind === 'invalid') throw new StartError([file.problem]);
  return createKeyRing(file.records);
};

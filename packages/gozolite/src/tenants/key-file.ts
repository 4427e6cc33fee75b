/**
 * The file of API keys: one JSON record a line; empty lines and lines that begin with `#` are skipped.
 *
 * What always holds: a file with any fault is refused as a whole, with a sentence that names the line. A file without
 * any key is none with a fault: whether that may be is for its reader to say.
 */
import { Check } from 'typebox/value';
import { ApiKeyRecord } from './api-key.ts';

export type KeyFile =
  | { readonly kind: 'ok'; readonly records: readonly ApiKeyRecord[] }
  | { readonly kind: 'invalid'; readonly problem: string };

const parseLine = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

export const parseKeyFile = (text: string): KeyFile => {
  const records = new Map<string, ApiKeyRecord>();
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const where = `Line ${index + 1} of the file of API keys`;
    const record = parseLine(trimmed);
    if (!Check(ApiKeyRecord, record)) {
      return {
        kind: 'invalid',
        problem: `${where} is not a key record: it needs id, digest and tenant as JSON, and nothing that is unknown.`,
      };
    }
    if (record.expires !== undefined && Number.isNaN(Date.parse(record.expires))) {
      return { kind: 'invalid', problem: `${where} has an "expires" that is not an ISO 8601 date.` };
    }
    if (records.has(record.id)) {
      return { kind: 'invalid', problem: `${where} repeats the key id ${record.id}: remove one of the two.` };
    }
    records.set(record.id, record);
  }
  return { kind: 'ok', records: [...records.values()] };
};

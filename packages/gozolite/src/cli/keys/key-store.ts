/**
 * Changes the file of API keys that the service reads: adds a record, takes one out.
 *
 * What always holds: the file is replaced as a whole, so that a reader sees it before or after and never between; only its
 * owner may read it; lines that are no records (comments) stay; a faulty file is never changed.
 */
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ApiKeyRecord } from '../../tenants/api-key.ts';
import { parseKeyFile } from '../../tenants/key-file.ts';
import { CliError, errnoOf, messageOf } from '../cli-error.ts';

export async function readKeys(path: string): Promise<readonly ApiKeyRecord[]> {
  return recordsIn(await readText(path), path);
}

export async function addKey(path: string, record: ApiKeyRecord): Promise<void> {
  const text = await readText(path);
  recordsIn(text, path);
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  await replace(path, `${text}${separator}${JSON.stringify(record)}\n`);
}

/** How many keys are left. */
export async function removeKey(path: string, id: string): Promise<number> {
  const text = await readText(path);
  const records = recordsIn(text, path);
  if (!records.some((record) => record.id === id)) {
    throw new CliError(`${path} holds no key with the id ${id}: \`gozolite keys list\` shows them.`);
  }
  const lines = text.split('\n').filter((line) => !holdsKey(line, id));
  await replace(path, lines.join('\n'));
  return records.length - 1;
}

function recordsIn(text: string, path: string): readonly ApiKeyRecord[] {
  const parsed = parseKeyFile(text);
  if (parsed.kind === 'invalid') throw new CliError(`${path}: ${parsed.problem}`);
  return parsed.records;
}

/** Only called on a file that was parsed without a fault. */
function holdsKey(line: string, id: string): boolean {
  if (line.trim() === '' || line.trim().startsWith('#')) return false;
  const record: unknown = JSON.parse(line);
  return typeof record === 'object' && record !== null && 'id' in record && record.id === id;
}

/** A file that is not there yet holds no key. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return '';
    throw new CliError(`The file of API keys cannot be read: ${messageOf(error)}.`);
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' });
    await keepOwner(path, temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new CliError(`The file of API keys cannot be written: ${messageOf(error)}.`);
  }
}

async function keepOwner(path: string, temporary: string): Promise<void> {
  const before = await stat(path).catch(() => null);
  if (before !== null && process.geteuid?.() === 0) await chown(temporary, before.uid, before.gid);
}

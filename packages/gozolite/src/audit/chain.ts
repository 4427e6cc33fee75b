/**
 * The form of the audit log: one JSON object a line, each with its number, the hash of the line before, and its own.
 *
 * What always holds: a line's hash is the SHA-256 of all its bytes up to `,"hash":`, and those hold the number and the hash of the
 * line before. So no line can be changed, taken out, put in or moved without every later hash being another one.
 */
import { hash as digest } from 'node:crypto';

/** A place in the chain. */
export type Link = { readonly seq: number; readonly hash: string };

/** What comes before the first line. */
export const GENESIS: Link = { seq: 0, hash: '0'.repeat(64) };

const MARK = ',"hash":"';
const HASH_LENGTH = 64;
const TAIL_LENGTH = MARK.length + HASH_LENGTH + 2;

const hashOf = (body: string): string => digest('sha256', body, 'hex');

/** The line for `event` after `before`, with its line feed. */
export const lineAfter = (before: Link, event: object): { readonly line: string; readonly link: Link } => {
  const seq = before.seq + 1;
  const body = JSON.stringify({ seq, ...event, prev: before.hash }).slice(0, -1);
  const hash = hashOf(body);
  return { line: `${body}${MARK}${hash}"}\n`, link: { seq, hash } };
};

export type ReadLine =
  | {
      readonly ok: true;
      readonly link: Link;
      readonly prev: string;
      readonly event: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false; readonly problem: string };

const parsed = (line: string): Readonly<Record<string, unknown>> | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
};

/** Reads a line without its line feed, and checks it by itself. */
export const readLine = (line: string): ReadLine => {
  const body = line.slice(0, -TAIL_LENGTH);
  const hash = line.slice(-HASH_LENGTH - 2, -2);
  const event = parsed(line);
  if (event === null || !line.startsWith(MARK, body.length) || !line.endsWith('"}')) {
    return { ok: false, problem: 'is not a line of an audit log' };
  }
  if (hashOf(body) !== hash) return { ok: false, problem: 'was changed: its hash does not fit its content' };
  const { seq, prev } = event;
  if (typeof seq !== 'number' || typeof prev !== 'string') {
    return { ok: false, problem: 'has no number or no hash of the line before' };
  }
  return { ok: true, link: { seq, hash }, prev, event };
};

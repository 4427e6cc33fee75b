/**
 * Reads the headers with which a caller says how a request is to be treated.
 */
import { Failure } from '../engine/failure.ts';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** Null when there is none; throws INVALID_REQUEST for one that is not well-formed. */
export const idempotencyKeyOf = (header: string | readonly string[] | undefined): string | null => {
  if (header === undefined) return null;
  if (typeof header === 'string' && KEY.test(header)) return header;
  throw new Failure(
    'INVALID_REQUEST',
    'Idempotency-Key must be there once, with 1 to 255 visible ASCII characters and no space.',
  );
};

/** The milliseconds of `wait=N` in a Prefer header (RFC 7240), which counts in seconds; null when it says nothing of that. */
export const patienceOf = (header: string | readonly string[] | undefined): number | null => {
  const text = typeof header === 'string' ? header : (header ?? []).join(',');
  const seconds = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(text)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
};

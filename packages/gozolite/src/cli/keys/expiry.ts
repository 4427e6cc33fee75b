/**
 * When a key ends, as a person writes it: `90d`, `12h`, or a date.
 */
import { InvalidArgumentError } from 'commander';

const HOUR_MS = 3_600_000;

export function expiry(text: string, now: number = Date.now()): Date {
  const span = /^(\d{1,5})([hd])$/.exec(text);
  const at = span === null ? Date.parse(text) : now + Number(span[1]) * (span[2] === 'd' ? 24 : 1) * HOUR_MS;
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write it as 90d, 12h or 2030-12-31.');
  if (at <= now) throw new InvalidArgumentError('It is in the past.');
  return new Date(at);
}

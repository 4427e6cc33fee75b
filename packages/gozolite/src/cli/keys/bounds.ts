/**
 * What a key may bound, as a person writes it.
 */
import { LIMIT_NAMES, type LimitsRequest } from '@gozolite/client';
import { InvalidArgumentError } from 'commander';

export function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= least) return value;
  throw new InvalidArgumentError(`Write a whole number of at least ${least}.`);
}

/** One `time_ms=2000`, added to those before it. */
export function limitAssignments(text: string, before: LimitsRequest | undefined): LimitsRequest {
  const [, name, value] = /^([a-z_]+)=(\d{1,12})$/.exec(text) ?? [];
  const limit = LIMIT_NAMES.find((known) => known === name);
  if (limit === undefined || Number(value) < 1) {
    throw new InvalidArgumentError(`Write it as time_ms=2000; the limits are ${LIMIT_NAMES.join(', ')}.`);
  }
  return { ...before, [limit]: Number(value) };
}

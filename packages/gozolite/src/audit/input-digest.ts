/**
 * The SHA-256 of what a program was given beside its code: the JSON text of `[stdin, args, env, compile args, entrypoint]`, with the
 * variables of `env` in the order of their names. Who has the input can work it out and prove that this was it.
 */
import { hash } from 'node:crypto';
import type { ExecutionRequest } from '@gozolite/client';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;

export const inputDigest = ({ stdin, args, env, compile, entrypoint }: ExecutionRequest): string =>
  hash(
    'sha256',
    JSON.stringify([
      stdin ?? '',
      args ?? [],
      Object.entries(env ?? {}).sort(byName),
      compile?.args ?? [],
      entrypoint ?? null,
    ]),
  );

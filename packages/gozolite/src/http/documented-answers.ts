/**
 * The refusals of each kind of address, for the OpenAPI document: every code of the catalogue, grouped by status.
 */
import { ERROR_CODES, ERRORS, type ErrorCode } from '@gozolite/client';
import type { FastifySchema } from 'fastify';

const EVERYWHERE: readonly ErrorCode[] = ['INVALID_REQUEST', 'FORBIDDEN', 'INTERNAL_ERROR'];
const WITH_KEY: readonly ErrorCode[] = [...EVERYWHERE, 'UNAUTHORIZED'];

const CODES = {
  open: EVERYWHERE,
  keyed: WITH_KEY,
  named: [...WITH_KEY, 'NOT_FOUND'],
  execute: ERROR_CODES.filter((code) => ERRORS[code].status !== 200 && code !== 'NOT_FOUND'),
} as const satisfies Record<string, readonly ErrorCode[]>;

type DocumentedAnswer = {
  readonly $ref: string;
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
};

const RETRY_AFTER = {
  'Retry-After': { type: 'integer', minimum: 1, description: 'Seconds after which to come again.' },
};

/** Response schemas by status, for the `response` of a route. */
export const refusalsOf = (kind: keyof typeof CODES): Record<number, DocumentedAnswer> => {
  const answers: Record<number, DocumentedAnswer> = {};
  for (const code of CODES[kind]) {
    const entry = ERRORS[code];
    const line = `\`${code}\`: ${entry.meaning}`;
    const before = answers[entry.status];
    answers[entry.status] = {
      $ref: 'ExecutionResult#',
      description: before === undefined ? line : `${before.description}\n\n${line}`,
      ...('retryAfter' in entry ? { headers: RETRY_AFTER } : {}),
    };
  }
  return answers;
};

/** What a run that was admitted may end with, for the document. */
export const RUN_CODES = ERROR_CODES.filter((code) => ERRORS[code].status === 200);

/** Schemas document; answers are typed where they are built. */
export const documented = (schema: FastifySchema): FastifySchema => schema;

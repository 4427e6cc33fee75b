/**
 * Asks a server to execute, over real HTTP, and checks of every answer what must hold for all of them: it is valid
 * against the contract's schema, its status line is the catalogue's, and it is never a 500 unless the test is about one.
 */
import { ERRORS, type ErrorCode, type ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { Check, Errors } from 'typebox/value';

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly result: ExecutionResult;
  /** From sending the request to having the whole answer. */
  readonly elapsedMs: number;
};

export type Target = {
  readonly base: string;
  /** Sent with every request: who asks. */
  readonly headers?: Readonly<Record<string, string>>;
};

export type Posting = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly path?: string;
};

export async function execute(
  server: Target,
  request: ExecutionRequest,
  posting: Posting = {},
): Promise<ExecutionResult> {
  return (await post(server, JSON.stringify(request), posting)).result;
}

export async function post(
  server: Target,
  body: string | Uint8Array<ArrayBuffer>,
  posting: Posting = {},
): Promise<Answer> {
  const started = performance.now();
  const response = await fetch(`${server.base}${posting.path ?? '/execute'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...server.headers, ...posting.headers },
    body,
    ...(posting.signal === undefined ? {} : { signal: posting.signal }),
  });
  const value: unknown = await response.json();
  const elapsedMs = performance.now() - started;
  return {
    status: response.status,
    headers: response.headers,
    result: checked(value, response.status),
    elapsedMs,
  };
}

/** The body as a result, when it keeps all the promises that every result makes. */
export function checked(value: unknown, status: number): ExecutionResult {
  if (!Check(ExecutionResult, value)) {
    const first = [...Errors(ExecutionResult, value)].slice(0, 3);
    throw new Error(
      `An answer (${status}) is not an ExecutionResult: ${JSON.stringify(first)} in ${JSON.stringify(value)}`,
    );
  }
  const expected = value.error === null ? 200 : ERRORS[value.error].status;
  if (status !== expected)
    throw new Error(`${value.error} was answered with ${status}, not ${expected}: ${value.message}`);
  const succeeded = value.error === null;
  if (succeeded !== (value.status === 'ok') || succeeded !== (value.message === null)) {
    throw new Error(`status, error and message do not agree: ${JSON.stringify(value)}`);
  }
  if (value.error !== null && NEEDS_EVIDENCE.has(value.error) && value.evidence === null) {
    throw new Error(`${value.error} came without evidence: ${JSON.stringify(value)}`);
  }
  return value;
}

const NEEDS_EVIDENCE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'RUNTIME_ERROR',
  'COMPILE_ERROR',
  'TIME_LIMIT_EXCEEDED',
  'MEMORY_LIMIT_EXCEEDED',
  'OUTPUT_LIMIT_EXCEEDED',
  'PROCESS_LIMIT_EXCEEDED',
  'DISK_LIMIT_EXCEEDED',
  'SANDBOX_VIOLATION',
]);

/**
 * A small typed client over `fetch`, for Node and browsers.
 *
 * What always holds: `execute` resolves with the server's result whatever it says, refusals such as OVERLOADED included;
 * only when there is no result does it throw, and then a `GozoliteError`. Answers are checked for their kind and not
 * field by field, so that a client goes on working with a newer server.
 */
import type { Capabilities, LanguageInfo } from './capabilities.ts';
import { GozoliteError } from './client-error.ts';
import type { ExecutionSummary } from './execution.ts';
import type { Health } from './health.ts';
import type { ExecutionRequest } from './request.ts';
import type { ExecutionResult } from './result.ts';

export type ClientOptions = {
  /** Where the server is, e.g. `http://127.0.0.1:8080`; a path before the endpoints is kept. */
  readonly baseUrl: string | URL;
  /** Sent as `Authorization: Bearer`. */
  readonly apiKey?: string;
  /** Instead of the global one. */
  readonly fetch?: typeof globalThis.fetch;
};

export type CallOptions = { readonly signal?: AbortSignal };

export type ExecuteOptions = CallOptions & {
  /** Sent again with the same request, as after a lost answer, it gets the first answer and nothing runs again. */
  readonly idempotencyKey?: string;
};

type Call = CallOptions & { readonly json?: string; readonly headers?: Readonly<Record<string, string>> };

type Answer = { readonly status: number; readonly body: unknown };

export class GozoliteClient {
  readonly #base: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: typeof globalThis.fetch;

  constructor(options: ClientOptions) {
    this.#base = new URL(options.baseUrl).href.replace(/[?#].*$/, '').replace(/\/+$/, '');
    this.#headers = {
      accept: 'application/json',
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
    };
    const { fetch = globalThis.fetch } = options;
    // A browser's fetch refuses to be called as a method of another object.
    this.#fetch = (input, init) => fetch(input, init);
  }

  /** Runs a program. Aborting the signal ends the run on the server too. */
  async execute(request: ExecutionRequest, options: ExecuteOptions = {}): Promise<ExecutionResult> {
    const { idempotencyKey, ...call } = options;
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const answer = await this.#call('/execute', { ...call, headers, json: JSON.stringify(request) });
    if (isResult(answer.body)) return answer.body;
    throw notOurs(answer, 'a result');
  }

  async capabilities(options: CallOptions = {}): Promise<Capabilities> {
    return this.#read('/capabilities', options, isCapabilities);
  }

  /** What the server remembers of an execution of this caller's tenant, without its output. */
  async execution(id: string, options: CallOptions = {}): Promise<ExecutionSummary> {
    return this.#read(`/executions/${encodeURIComponent(id)}`, options, isSummary);
  }

  /** What is known of one language, by id or alias. */
  async language(id: string, options: CallOptions = {}): Promise<LanguageInfo> {
    return this.#read(`/languages/${encodeURIComponent(id)}`, options, isLanguage);
  }

  /** Resolves also when the server says that it is not well. */
  async health(options: CallOptions = {}): Promise<Health> {
    return this.#read('/health', options, isHealth);
  }

  async #read<T>(path: string, options: CallOptions, is: (body: unknown) => body is T): Promise<T> {
    const answer = await this.#call(path, options);
    if (is(answer.body)) return answer.body;
    if (isResult(answer.body)) {
      const message = answer.body.message ?? `The server refused ${path}.`;
      throw new GozoliteError(message, { kind: 'refused', status: answer.status, failure: answer.body });
    }
    throw notOurs(answer, `the answer of ${path}`);
  }

  async #call(path: string, options: Call): Promise<Answer> {
    const { json, signal, headers } = options;
    try {
      const response = await this.#fetch(this.#base + path, {
        method: json === undefined ? 'GET' : 'POST',
        headers: {
          ...this.#headers,
          ...headers,
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: json ?? null,
        signal: signal ?? null,
      });
      return { status: response.status, body: parse(await response.text()) };
    } catch (cause) {
      if (signal?.aborted === true) {
        throw new GozoliteError('The call was cancelled.', { kind: 'cancelled', cause });
      }
      throw new GozoliteError(`No answer came from ${this.#base}${path}.`, { kind: 'network', cause });
    }
  }
}

/** Undefined when it is not JSON. */
const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const notOurs = ({ status }: Answer, expected: string): GozoliteError =>
  new GozoliteError(
    `The server answered with HTTP status ${status} and something that is not ${expected}; is this the address of a GozoLite server?`,
    { kind: 'protocol', status },
  );

const has = (body: unknown, fields: Readonly<Record<string, 'string' | 'object'>>): boolean =>
  typeof body === 'object' &&
  body !== null &&
  Object.entries(fields).every(([name, type]) => {
    const value: unknown = Reflect.get(body, name);
    return typeof value === type && value !== null;
  });

const isResult = (body: unknown): body is ExecutionResult =>
  has(body, { id: 'string', status: 'string', timings: 'object', truncated: 'object' });

const isCapabilities = (body: unknown): body is Capabilities =>
  has(body, { version: 'string', languages: 'object', limits: 'object' });

const isLanguage = (body: unknown): body is LanguageInfo =>
  has(body, { id: 'string', name: 'string', state: 'string', versions: 'object' });

const isSummary = (body: unknown): body is ExecutionSummary =>
  has(body, { id: 'string', tenant: 'string', ended_at: 'string' });

const isHealth = (body: unknown): body is Health => has(body, { status: 'string', checks: 'object' });

/**
 * Reads request bodies: JSON in UTF-8 and nothing else.
 *
 * What always holds: a body is refused before it is parsed when it nests deeper or holds more containers than any valid
 * request, so that parsing costs little whatever is sent; a parsed body has no `__proto__` key.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import type { App } from '../parts.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i;
const MAX_DEPTH = 32;
const MAX_CONTAINERS = 10_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Index of the quote that ends the string which begins at `start`, or the end of the body. */
const endOfString = (body: Buffer, start: number): number => {
  for (let end = body.indexOf(QUOTE, start + 1); end !== -1; end = body.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (body[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return body.length;
};

/** What of the body's structure is out of bounds, a sentence, or null. */
const structureProblem = (body: Buffer): string | null => {
  let depth = 0;
  let containers = 0;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === QUOTE) index = endOfString(body, index);
    else if (byte === 0x7b || byte === 0x5b) {
      containers++;
      if (++depth > MAX_DEPTH) return `The JSON of the body nests deeper than ${MAX_DEPTH} levels.`;
      if (containers > MAX_CONTAINERS)
        return `The JSON of the body has more than ${MAX_CONTAINERS} objects and arrays.`;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return null;
};

const syntaxSentence = (text: string, error: unknown): string => {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    const before = text.slice(0, Number(position)).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return `The body is not valid JSON: see line ${before.length}, column ${column}.`;
  }
  if (message.includes('end of JSON')) return 'The body is not valid JSON: it ends too early.';
  return 'The body is not valid JSON.';
};

const hasProtoKey = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasProtoKey);
};

export const parseJsonBody = (body: Buffer): unknown => {
  if (body.length === 0) throw new Failure('INVALID_REQUEST', 'The body is empty: send a JSON object.');
  if (!isUtf8(body)) throw new Failure('INVALID_REQUEST', 'The body is not valid UTF-8.');
  const problem = structureProblem(body);
  if (problem !== null) throw new Failure('INVALID_REQUEST', problem);
  const decoded = body.toString('utf8');
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure('INVALID_REQUEST', syntaxSentence(text, error));
  }
  if (hasProtoKey(value))
    throw new Failure('INVALID_REQUEST', 'The key "__proto__" is not allowed in the body.');
  return value;
};

export const addJsonBody = (app: App): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
        throw new Failure('UNSUPPORTED_MEDIA_TYPE', 'The body must be application/json in UTF-8.');
      }
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (encoding !== 'identity') {
        throw new Failure('UNSUPPORTED_MEDIA_TYPE', 'The body must be sent without Content-Encoding.');
      }
      return parseJsonBody(body);
    },
  );
};

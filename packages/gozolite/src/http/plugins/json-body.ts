/**
 * Reads request bodies: JSON in UTF-8 and nothing else.
 *
 * What always holds: a body is refused before it is parsed when it nests deeper, or holds more values or longer names than any
 * request has use for, so that parsing and checking cost little whatever is sent; a parsed body has no `__proto__` key.
 */
import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../../engine/failure.ts';
import type { App } from '../parts.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i;
const MAX_DEPTH = 32;
/** A request with as many files, arguments, variables and globs as the contract allows has under 1,700. */
const MAX_VALUES = 4096;
/** The longest name that a variable can have, twice. */
const MAX_NAME_BYTES = 262_144;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;

/** Index of the quote that ends the string which begins at `start`, or the end of the body. */
const endOfString = (body: Buffer, start: number): number => {
  for (let end = body.indexOf(QUOTE, start + 1); end !== -1; end = body.indexOf(QUOTE, end + 1)) {
    let backslashes = 0;
    while (body[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return body.length;
};

type Structure = { depth: number; values: number; nameBytes: number; lastString: number };

/** Takes in one byte outside strings. A value is the first of its container, or has a comma before it. */
const count = (structure: Structure, byte: number | undefined): void => {
  if (byte === COMMA) structure.values++;
  else if (byte === COLON) structure.nameBytes += structure.lastString;
  else if (byte === 0x7b || byte === 0x5b) {
    structure.values++;
    structure.depth++;
  } else if (byte === 0x7d || byte === 0x5d) structure.depth--;
};

const excess = ({ depth, values, nameBytes }: Structure): string | null => {
  if (depth > MAX_DEPTH) return `The JSON of the body nests deeper than ${MAX_DEPTH} levels.`;
  if (values > MAX_VALUES) return `The JSON of the body has more than ${MAX_VALUES} values.`;
  if (nameBytes > MAX_NAME_BYTES)
    return `The names in the JSON of the body have more than ${MAX_NAME_BYTES} bytes together.`;
  return null;
};

/** What of the body's structure is out of bounds, a sentence, or null. */
const structureProblem = (body: Buffer): string | null => {
  const structure: Structure = { depth: 0, values: 0, nameBytes: 0, lastString: 0 };
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === QUOTE) {
      const end = endOfString(body, index);
      structure.lastString = end - index;
      index = end;
      continue;
    }
    count(structure, byte);
    const problem = excess(structure);
    if (problem !== null) return problem;
  }
  return null;
};

/** Counted, not cut into lines: a body may be millions of them. */
const placeOf = (text: string, position: number): { readonly line: number; readonly column: number } => {
  let line = 1;
  let lineStart = 0;
  for (let end = text.indexOf('\n'); end !== -1 && end < position; end = text.indexOf('\n', lineStart)) {
    line++;
    lineStart = end + 1;
  }
  return { line, column: position - lineStart + 1 };
};

const syntaxSentence = (text: string, error: unknown): string => {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) {
    const { line, column } = placeOf(text, Number(position));
    return `The body is not valid JSON: see line ${line}, column ${column}.`;
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

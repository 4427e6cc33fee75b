/**
 * The gate: turns any JSON value into an `ExecutionRequest`, or says in a sentence why it is none.
 *
 * What always holds: what comes out obeys the schema and the rules below, so the rest of the engine checks nothing
 * again; what does not is a `Failure` of class `request` (INVALID_REQUEST, LIMIT_NOT_ALLOWED, PAYLOAD_TOO_LARGE) that names the place. How deep
 * a value is nested does not matter: the schema is closed, and what it does not know is refused unread.
 *
 * Environment variables are free to choose, LD_PRELOAD and PATH included: they are set for the run stage only, in a
 * sandbox that belongs to the program anyway, and give it nothing that its code could not do.
 */
import { ExecutionRequest } from '@gozolite/client';
import { Compile } from 'typebox/compile';
import { Failure } from './failure.ts';
import { firstClash, pathComplaint } from './intake/paths.ts';
import { quoted, sentenceOf } from './intake/schema-message.ts';
import { decodeBase64, execComplaint, unicodeComplaint } from './intake/text.ts';
import { type LimitPolicy, refuseAboveMaximum } from './limits.ts';

export type IntakeRules = {
  readonly limits: LimitPolicy;
  /** Most bytes of code, files and standard input together, decoded. */
  readonly maxInputBytes: number;
};

/** Linux gives a program 2 MiB for arguments and environment with the usual stack; the language needs some of it. */
const MAX_EXEC_BYTES = 1_048_576;

const validator = Compile(ExecutionRequest);

export const parseRequest = (body: unknown, rules: IntakeRules): ExecutionRequest => {
  if (!validator.Check(body)) throw invalid(schemaComplaint(body));
  checkSources(body);
  checkTexts(body);
  checkExec(body);
  checkInputSize(body, rules.maxInputBytes);
  refuseAboveMaximum(body.limits ?? {}, rules.limits.run.maxima, 'limits');
  refuseAboveMaximum(body.compile?.limits ?? {}, rules.limits.compile.maxima, 'compile.limits');
  return body;
};

const invalid = (sentence: string): Failure => new Failure('INVALID_REQUEST', sentence);

/** Throws when there is something to complain about. */
const refuse = (place: string, complaint: string | null): void => {
  if (complaint !== null) throw invalid(`${place} ${complaint}.`);
};

const schemaComplaint = (body: unknown): string => {
  const [first] = validator.Errors(body);
  return first === undefined ? 'The request is not valid.' : sentenceOf(first, ExecutionRequest);
};

const checkSources = ({ code, files, entrypoint }: ExecutionRequest): void => {
  if (code !== undefined && files !== undefined) throw invalid('Give either code or files, not both.');
  if (files === undefined) {
    if (code === undefined) throw invalid('The program is missing: give code, or files.');
    if (entrypoint !== undefined) throw invalid('entrypoint names one of files, and there are none.');
    return;
  }
  for (const [index, file] of files.entries()) {
    refuse(`files[${index}].path`, pathComplaint(file.path));
    if (file.encoding === 'base64' && decodeBase64(file.content) === null) {
      throw invalid(`files[${index}].content is not valid base64, padding included.`);
    }
  }
  const paths = files.map((file) => file.path);
  const clash = firstClash(paths);
  if (clash !== null) throw invalid(`files[${clash.index}].path ${clash.complaint}.`);
  if (entrypoint !== undefined && !paths.includes(entrypoint)) {
    throw invalid(`entrypoint is ${quoted(entrypoint)}, which is not the path of any of files.`);
  }
};

const checkTexts = (request: ExecutionRequest): void => {
  refuse('language', unicodeComplaint(request.language));
  refuse('code', unicodeComplaint(request.code ?? ''));
  refuse('stdin', unicodeComplaint(request.stdin ?? ''));
  for (const [index, file] of (request.files ?? []).entries()) {
    refuse(`files[${index}].content`, unicodeComplaint(file.content));
  }
  for (const [index, glob] of (request.artifacts ?? []).entries()) {
    refuse(`artifacts[${index}]`, pathComplaint(glob));
  }
};

const checkExec = (request: ExecutionRequest): void => {
  let bytes = 0;
  const check = (place: string, text: string): void => {
    refuse(place, execComplaint(text));
    bytes += Buffer.byteLength(text) + 1;
    if (bytes > MAX_EXEC_BYTES) {
      throw invalid(`args, compile.args and env have more than ${MAX_EXEC_BYTES} bytes together.`);
    }
  };
  for (const [index, text] of (request.args ?? []).entries()) check(`args[${index}]`, text);
  for (const [index, text] of (request.compile?.args ?? []).entries()) check(`compile.args[${index}]`, text);
  for (const [name, value] of Object.entries(request.env ?? {})) {
    if (name === '__proto__') throw invalid('env must not have a variable that is called __proto__.');
    check(`env.${name.slice(0, 64)}`, `${name}=${value}`);
  }
};

const checkInputSize = ({ code, files, stdin }: ExecutionRequest, most: number): void => {
  let bytes = Buffer.byteLength(code ?? '') + Buffer.byteLength(stdin ?? '');
  for (const file of files ?? []) {
    bytes += Buffer.byteLength(file.content, file.encoding === 'base64' ? 'base64' : 'utf8');
  }
  if (bytes > most) {
    throw new Failure(
      'PAYLOAD_TOO_LARGE',
      `code, files and stdin have ${bytes} bytes together, and ${most} are allowed.`,
    );
  }
};

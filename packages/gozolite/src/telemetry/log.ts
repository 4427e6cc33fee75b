/**
 * The log: JSON lines, one an event.
 *
 * What always holds: only the fields named here are ever written, whatever a caller hands in, so that source code,
 * input, environment and keys cannot reach a log by carelessness; no byte that a terminal obeys is written.
 */
import { isatty } from 'node:tty';
import { type DestinationStream, pino } from 'pino';
import { forTerminal } from './terminal-lines.ts';

/** Fields whose values are written as they are, when they are text, numbers, booleans, null, or lists of these. */
const PLAIN_FIELDS = new Set([
  'id',
  'request_id',
  'trace_id',
  'key_id',
  'audit_seq',
  'audit_hash',
  'tenant',
  'language',
  'version',
  'status',
  'error',
  'code_sha256',
  'http_status',
  'method',
  'route',
  'signal',
  'reason',
  'state',
  'setting',
  'problem',
  'remedy',
  'layer',
  'backend',
  'pid',
  'keeper_pid',
  'uid',
  'gid',
  'user',
  'url',
  'host',
  'port',
  'count',
  'slots',
  'running',
  'queued',
  'queue',
  'duration_ms',
  'attempt',
  'exit_code',
  'errno',
  'restarts',
  'ready',
  'missing',
  'broken',
]);

/** Fields that are objects, and which of their fields are written. */
const GROUPS: Readonly<Record<string, ReadonlySet<string>>> = {
  usage: new Set(['time_ms', 'cpu_time_ms', 'memory_kb']),
  timings: new Set(['queue_ms', 'prepare_ms', 'compile_ms', 'run_ms']),
};

const MAX_TEXT = 1000;

const plain = (value: unknown): unknown => {
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value))
    return value
      .slice(0, 100)
      .filter((item) => typeof item !== 'object')
      .map(plain);
  return undefined;
};

const group = (value: unknown, fields: ReadonlySet<string>): unknown => {
  if (typeof value !== 'object' || value === null) return undefined;
  const written: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) if (fields.has(name)) written[name] = plain(inner);
  return written;
};

const described = (error: Error): Record<string, unknown> => ({
  type: error.name,
  message: plain(error.message),
  stack: plain(error.stack),
  ...(error.cause instanceof Error ? { cause: plain(`${error.cause.name}: ${error.cause.message}`) } : {}),
});

/** What is left of the facts of a log line. */
const allowed = (facts: object): Record<string, unknown> => {
  const line: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) {
    const fields = GROUPS[name];
    if (PLAIN_FIELDS.has(name)) line[name] = plain(value);
    else if (fields !== undefined) line[name] = group(value, fields);
    else if (name === 'err' && value instanceof Error) line.err = described(value);
  }
  return line;
};

// JSON escapes what is below U+0020; DEL and the C1 controls, which a terminal obeys too, are escaped here.
const TERMINAL_CONTROLS = /[\u007f-\u009f]/g;
const escapeControls = (line: string): string =>
  line.replace(TERMINAL_CONTROLS, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);

type Facts = Readonly<Record<string, unknown>>;
type Write = (facts: Facts, message: string) => void;

/** All that the service may do with its log; the logger itself stays inside this module. */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
};

export type LogOptions = { readonly level: string; readonly destination: DestinationStream };

export const createLog = ({ level, destination }: LogOptions): Log => {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }), log: allowed },
    },
    { write: (line) => destination.write(escapeControls(line)) },
  );
  return {
    debug: (facts, message) => logger.debug(facts, message),
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  };
};

/** The same log, with facts that are on every line of it. */
export const withFacts = (log: Log, common: Facts): Log => ({
  debug: (facts, message) => log.debug({ ...common, ...facts }, message),
  info: (facts, message) => log.info({ ...common, ...facts }, message),
  warn: (facts, message) => log.warn({ ...common, ...facts }, message),
  error: (facts, message) => log.error({ ...common, ...facts }, message),
});

/** What is kept, in bytes, of lines that cannot be written because the disk is full; what comes after it is lost, and counted. */
const MAX_KEPT = 256 * 1024;

/** Standard output or standard error, written at once so that no line is lost at the end; for people when it is a terminal. */
export const descriptorDestination = (descriptor: number): DestinationStream => {
  const stream = pino.destination({ dest: descriptor, sync: true, maxLength: MAX_KEPT });
  // A reader of the log that has gone away is no reason to stop.
  stream.on('error', () => undefined);
  const destination = isatty(descriptor) ? forTerminal(stream) : stream;
  let lost = 0;
  stream.on('drop', () => {
    lost++;
  });
  stream.on('drain', () => {
    if (lost === 0) return;
    const count = lost;
    lost = 0;
    createLog({ level: 'warn', destination }).warn({ count }, 'lines of the log could not be written');
  });
  return destination;
};

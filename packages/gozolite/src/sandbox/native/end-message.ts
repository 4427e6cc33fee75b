/**
 * The decoder of END, the frame that closes a run: what became of the program and how that is known.
 */
import { constants } from 'node:os';
import type { LimitEvent, LimitEventKind } from '../backend.ts';
import { type FieldReader, missing, unknown } from './field-reader.ts';
import { LIMIT_KINDS, ProtocolError, TAG } from './protocol.ts';

export type EndMessage = {
  readonly type: 'end';
  readonly outcome: 'exited' | 'signaled' | 'not_started' | 'cancelled' | 'failed';
  readonly code: number;
  readonly wallNs: number;
  readonly cpuNs: number;
  readonly memoryPeak: number;
  readonly processesPeak: number;
  readonly droppedStdout: number;
  readonly droppedStderr: number;
  readonly events: readonly LimitEvent[];
  readonly killer: LimitEventKind | null;
  readonly teardownNs: number;
  readonly execErrno: number;
  readonly bundle: number | null;
  readonly message: string | null;
};

/** Says nothing of a run: what an END is made of that nobody has sent. */
export const NO_END: EndMessage = {
  type: 'end',
  outcome: 'failed',
  code: 0,
  wallNs: 0,
  cpuNs: 0,
  memoryPeak: 0,
  processesPeak: 0,
  droppedStdout: 0,
  droppedStderr: 0,
  events: [],
  killer: null,
  teardownNs: 0,
  execErrno: 0,
  bundle: null,
  message: null,
};

const LAST_EXIT_CODE = 255;
const LAST_SIGNAL = 64;

export function decodeEnd(fields: FieldReader): EndMessage {
  let outcome: EndMessage['outcome'] | null = null;
  let events: LimitEvent[] | null = null;
  let killer: LimitEventKind | null = null;
  let bundle: number | null = null;
  let message: string | null = null;
  let code = 0;
  let wallNs = 0;
  let cpuNs = 0;
  let memoryPeak = 0;
  let processesPeak = 0;
  let droppedStdout = 0;
  let droppedStderr = 0;
  let teardownNs = 0;
  let execErrno = 0;
  while (fields.next()) {
    switch (fields.tag) {
      case TAG.outcome:
        outcome = outcomeOf(fields.text());
        break;
      case TAG.code:
        code = fields.number();
        break;
      case TAG.wallNs:
        wallNs = fields.number();
        break;
      case TAG.cpuNsUsed:
        cpuNs = fields.number();
        break;
      case TAG.memoryPeak:
        memoryPeak = fields.number();
        break;
      case TAG.processesPeak:
        processesPeak = fields.number();
        break;
      case TAG.droppedStdout:
        droppedStdout = fields.number();
        break;
      case TAG.droppedStderr:
        droppedStderr = fields.number();
        break;
      case TAG.event:
        events ??= [];
        events.push(eventOf(fields));
        break;
      case TAG.killer:
        killer = limitKind(fields.number());
        break;
      case TAG.teardownNs:
        teardownNs = fields.number();
        break;
      case TAG.execErrno:
        execErrno = fields.number();
        break;
      case TAG.bundle:
        bundle = fields.number();
        break;
      case TAG.message:
        message = fields.text();
        break;
      default:
        unknown(fields, 'END');
    }
  }
  if (outcome === null) throw missing('END');
  if (code > (outcome === 'signaled' ? LAST_SIGNAL : LAST_EXIT_CODE)) {
    throw new ProtocolError(`The code ${code} is that of no end.`);
  }
  return {
    type: 'end',
    outcome,
    code,
    wallNs,
    cpuNs,
    memoryPeak,
    processesPeak,
    droppedStdout,
    droppedStderr,
    events: events ?? [],
    killer,
    teardownNs,
    execErrno,
    bundle,
    message,
  };
}

function outcomeOf(text: string): EndMessage['outcome'] {
  switch (text) {
    case 'exited':
    case 'signaled':
    case 'not_started':
    case 'cancelled':
    case 'failed':
      return text;
    default:
      throw new ProtocolError(`The outcome ${JSON.stringify(text)} is unknown.`);
  }
}

function limitKind(number: number): LimitEventKind {
  const kind = LIMIT_KINDS.get(number);
  if (kind === undefined) throw new ProtocolError(`Limit number ${number} is unknown.`);
  return kind;
}

function eventOf(fields: FieldReader): LimitEvent {
  return {
    kind: limitKind(fields.u32(0)),
    atNs: fields.u64(8),
    allowed: fields.u64(16),
    measured: fields.u64(24),
    mechanism: fields.text(32),
  };
}

const ERRNO_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno).map(([name, number]) => [number, name]),
);

/** The symbolic name of an error number, e.g. `ENOENT`. */
export function errnoName(number: number): string {
  return ERRNO_NAMES.get(number) ?? `errno ${number}`;
}

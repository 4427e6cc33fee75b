/**
 * What the supervisor says to the service: one decoder a frame, each strict about the fields it knows.
 *
 * A message may hold views of the frame's body (`data`), so it is only valid while the frame is handled.
 */
import { decodeEnd, type EndMessage } from './end-message.ts';
import { FieldReader, missing, unknown } from './field-reader.ts';
import { COUNTERS, FRAME, ProtocolError, TAG } from './protocol.ts';

export type LayerReport = { readonly name: string; readonly mechanism: string | null };

export type ReadyMessage = {
  readonly type: 'ready';
  readonly version: string;
  readonly cgroupMode: string;
  readonly privilege: string;
  readonly layers: readonly LayerReport[];
  readonly landlockAbi: number;
  readonly maxRuns: number;
};
export type FailedMessage = {
  readonly type: 'failed';
  readonly layer: string;
  readonly message: string;
  readonly remedy: string;
};
export type StartedMessage = { readonly type: 'started'; readonly prepareNs: number };
export type OutputMessage = { readonly type: 'output'; readonly stream: 1 | 2; readonly data: Buffer };
export type ArtifactMessage = {
  readonly type: 'artifact';
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  readonly data: Buffer | null;
  readonly refused: string | null;
};
export type CountersMessage = {
  readonly type: 'counters';
  readonly counters: Readonly<Record<string, number>>;
};

export type SupervisorMessage =
  | ReadyMessage
  | FailedMessage
  | StartedMessage
  | OutputMessage
  | ArtifactMessage
  | EndMessage
  | CountersMessage;

export function decodeMessage(type: number, body: Buffer): SupervisorMessage {
  const fields = new FieldReader(body);
  switch (type) {
    case FRAME.output:
      return decodeOutput(fields);
    case FRAME.started:
      return decodeStarted(fields);
    case FRAME.end:
      return decodeEnd(fields);
    case FRAME.artifact:
      return decodeArtifact(fields);
    case FRAME.counters:
      return decodeCounters(fields);
    case FRAME.ready:
      return decodeReady(fields);
    case FRAME.failed:
      return decodeFailed(fields);
    default:
      throw new ProtocolError(`Frame type ${type} is unknown.`);
  }
}

function decodeOutput(fields: FieldReader): OutputMessage {
  let stream = 0;
  let data: Buffer | null = null;
  while (fields.next()) {
    if (fields.tag === TAG.stream) stream = fields.number();
    else if (fields.tag === TAG.data) data = fields.bytes();
    else unknown(fields, 'OUTPUT');
  }
  if (data === null || (stream !== 1 && stream !== 2)) throw missing('OUTPUT');
  return { type: 'output', stream, data };
}

function decodeStarted(fields: FieldReader): StartedMessage {
  let prepareNs: number | null = null;
  while (fields.next()) {
    if (fields.tag === TAG.prepareNs) prepareNs = fields.number();
    else unknown(fields, 'STARTED');
  }
  if (prepareNs === null) throw missing('STARTED');
  return { type: 'started', prepareNs };
}

function decodeArtifact(fields: FieldReader): ArtifactMessage {
  let path: string | null = null;
  let mode = 0;
  let size = 0;
  let data: Buffer | null = null;
  let refused: string | null = null;
  while (fields.next()) {
    if (fields.tag === TAG.path) path = fields.text();
    else if (fields.tag === TAG.mode) mode = fields.number();
    else if (fields.tag === TAG.size) size = fields.number();
    else if (fields.tag === TAG.data) data = fields.bytes();
    else if (fields.tag === TAG.refused) refused = fields.text();
    else unknown(fields, 'ARTIFACT');
  }
  if (path === null || (data === null && refused === null)) throw missing('ARTIFACT');
  return { type: 'artifact', path, mode, size, data, refused };
}

function decodeCounters(fields: FieldReader): CountersMessage {
  const counters: Record<string, number> = {};
  while (fields.next()) {
    const name = COUNTERS.get(fields.tag);
    if (name === undefined) unknown(fields, 'STATS');
    else counters[name] = fields.number();
  }
  return { type: 'counters', counters };
}

function decodeReady(fields: FieldReader): ReadyMessage {
  let version = '';
  let cgroupMode: string | null = null;
  let privilege = '';
  let landlockAbi = 0;
  let maxRuns = 0;
  const layers: LayerReport[] = [];
  while (fields.next()) {
    if (fields.tag === TAG.version) version = fields.text();
    else if (fields.tag === TAG.cgroupMode) cgroupMode = fields.text();
    else if (fields.tag === TAG.privilege) privilege = fields.text();
    else if (fields.tag === TAG.layer) layers.push(layerOf(fields.text()));
    else if (fields.tag === TAG.landlockAbi) landlockAbi = fields.number();
    else if (fields.tag === TAG.maxRuns) maxRuns = fields.number();
    else unknown(fields, 'READY');
  }
  if (cgroupMode === null || layers.length === 0) throw missing('READY');
  return { type: 'ready', version, cgroupMode, privilege, layers, landlockAbi, maxRuns };
}

function decodeFailed(fields: FieldReader): FailedMessage {
  let layer = '';
  let message: string | null = null;
  let remedy = '';
  while (fields.next()) {
    if (fields.tag === TAG.layer) layer = fields.text();
    else if (fields.tag === TAG.message) message = fields.text();
    else if (fields.tag === TAG.remedy) remedy = fields.text();
    else unknown(fields, 'FAILED');
  }
  if (message === null) throw missing('FAILED');
  return { type: 'failed', layer, message, remedy };
}

function layerOf(text: string): LayerReport {
  const at = text.indexOf('=');
  if (at === -1) return { name: text, mechanism: null };
  return { name: text.slice(0, at), mechanism: text.slice(at + 1) || null };
}

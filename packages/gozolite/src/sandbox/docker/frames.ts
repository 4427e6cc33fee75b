/**
 * What only a container's init is told, and what only it tells, beside the supervisor's frames (`native/PROTOCOL.md`, "In
 * a container").
 *
 * What always holds: everything large goes in pieces, so that the init holds little of it at a time.
 */
import type { StageSpec } from '../backend.ts';
import { FieldReader, missing } from '../native/field-reader.ts';
import type { EncodedFrame, FrameWriter } from '../native/frame-writer.ts';
import { TAG } from '../native/protocol.ts';
import { encodeRun } from '../native/requests.ts';

export const INSIDE_FRAME = { treeIn: 6, file: 7, input: 8, alive: 9, treeOut: 72 } as const;

const PIECE = 128 * 1024;
const RUN = 1;
const NOTHING = new Uint8Array(0);

function* pieces(content: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < content.byteLength; at += PIECE) yield content.subarray(at, at + PIECE);
}

function dataFrame(writer: FrameWriter, type: number, data: Uint8Array): EncodedFrame {
  writer.begin(type, RUN);
  writer.bytes(TAG.data, data);
  return writer.finish();
}

/** All that an init is sent for one stage, in order. */
export function* framesOf(
  writer: FrameWriter,
  spec: StageSpec,
  tree: readonly Uint8Array[] | null,
): Generator<EncodedFrame> {
  for (const part of tree ?? []) {
    for (const piece of pieces(part)) yield dataFrame(writer, INSIDE_FRAME.treeIn, piece);
  }
  for (const { path, mode, content } of spec.files) {
    writer.begin(INSIDE_FRAME.file, RUN);
    writer.file(TAG.file, mode, path, content.subarray(0, PIECE));
    yield writer.finish();
    for (const piece of pieces(content.subarray(PIECE))) yield dataFrame(writer, INSIDE_FRAME.file, piece);
  }
  yield encodeRun(writer, RUN, { ...spec, files: [], stdin: NOTHING }, null);
  for (const piece of pieces(spec.stdin)) yield dataFrame(writer, INSIDE_FRAME.input, piece);
  yield dataFrame(writer, INSIDE_FRAME.input, NOTHING);
}

/** Says that the service is still there. */
export function aliveFrame(writer: FrameWriter): EncodedFrame {
  writer.begin(INSIDE_FRAME.alive, RUN);
  return writer.finish();
}

/** A piece of the kept tree; only valid while the frame is handled. */
export function treePiece(body: Buffer): Buffer {
  const fields = new FieldReader(body);
  if (!fields.next() || fields.tag !== TAG.data) throw missing('TREE');
  return fields.bytes();
}

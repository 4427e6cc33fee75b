import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FieldReader } from './field-reader.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { type EncodedFrame, EncodeError, FrameWriter } from './frame-writer.ts';
import { decodeMessage } from './messages.ts';
import { ProtocolError } from './protocol.ts';

type Field = { tag: number; value: number | string | Uint8Array };
type Frame = { type: number; run: number; fields: Field[] };

const field: fc.Arbitrary<Field> = fc.record({
  tag: fc.integer({ min: 1, max: 0xffff }),
  value: fc.oneof(
    fc.maxSafeNat(),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
    fc.uint8Array({ maxLength: 300 }),
    fc.integer({ min: 30_000, max: 40_000 }).map((length) => new Uint8Array(length).fill(length % 251)),
  ),
});
const frame: fc.Arbitrary<Frame> = fc.record({
  type: fc.integer({ min: 0, max: 0xffff }),
  run: fc.integer({ min: 0, max: 0xffff_ffff }),
  fields: fc.array(field, { maxLength: 12 }),
});

function encode(writer: FrameWriter, { type, run, fields }: Frame): EncodedFrame {
  writer.begin(type, run);
  for (const { tag, value } of fields) {
    if (typeof value === 'number') writer.number(tag, value);
    else if (typeof value === 'string') writer.text(tag, value);
    else writer.bytes(tag, value);
  }
  return writer.finish();
}

/** What was read, with values as bytes: a field does not tell its kind. */
function decode(type: number, run: number, body: Buffer) {
  const fields: { tag: number; value: string }[] = [];
  const reader = new FieldReader(body);
  while (reader.next()) fields.push({ tag: reader.tag, value: reader.bytes().toString('hex') });
  return { type, run, fields };
}

function expected({ type, run, fields }: Frame) {
  return {
    type,
    run,
    fields: fields.map(({ tag, value }) => {
      if (typeof value === 'number') {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(BigInt(value));
        return { tag, value: bytes.toString('hex') };
      }
      return { tag, value: Buffer.from(value).toString('hex') };
    }),
  };
}

/** Cuts a stream at the given points, counted modulo what is left. */
function chunks(stream: Buffer, sizes: number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(Buffer.from(stream.subarray(at, at + size)));
    at += size;
  }
  return pieces;
}

describe('frames', () => {
  test('come out as they went in, however the stream is cut and however small the scratch buffer is', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 5 }),
        fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 70_000 })), {
          minLength: 1,
        }),
        fc.integer({ min: 16, max: 5000 }),
        (frames, sizes, scratch) => {
          const writer = new FrameWriter(undefined, scratch);
          const stream = Buffer.concat(frames.flatMap((each) => encode(writer, each)));
          const read: unknown[] = [];
          const splitter = new FrameSplitter(64 * 1024 * 1024, (type, run, body) =>
            read.push(decode(type, run, body)),
          );
          for (const chunk of chunks(stream, sizes)) splitter.push(chunk);
          expect(read).toEqual(frames.map(expected));
          expect(splitter.idle).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('numbers keep their value up to 2^53', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        const writer = new FrameWriter();
        const stream = Buffer.concat(encode(writer, { type: 1, run: 0, fields: [{ tag: 1, value }] }));
        const reader = new FieldReader(stream.subarray(12));
        expect(reader.next()).toBe(true);
        expect(reader.number()).toBe(value);
      }),
    );
  });

  test('a large content is sent from where it is, and not copied', () => {
    const content = new Uint8Array(1_000_000);
    const pieces = encode(new FrameWriter(), { type: 2, run: 1, fields: [{ tag: 13, value: content }] });
    expect(pieces.some((piece) => piece === content)).toBe(true);
  });
});

describe('what cannot be encoded', () => {
  test.each([-1, 0.5, Number.NaN, 2 ** 53])('the number %s', (value) => {
    expect(() => encode(new FrameWriter(), { type: 1, run: 0, fields: [{ tag: 1, value }] })).toThrow(
      EncodeError,
    );
  });

  test('a string with a NUL byte', () => {
    expect(() => encode(new FrameWriter(), { type: 1, run: 0, fields: [{ tag: 1, value: 'a\0b' }] })).toThrow(
      EncodeError,
    );
  });

  test('a body above the limit; and the writer can be used after', () => {
    const writer = new FrameWriter(100);
    const long = { type: 1, run: 0, fields: [{ tag: 1, value: new Uint8Array(93) }] };
    expect(() => encode(writer, long)).toThrow(EncodeError);
    expect(Buffer.concat(encode(writer, { type: 1, run: 0, fields: [] }))).toHaveLength(12);
  });
});

describe('what is not the protocol', () => {
  const header = (length: number, padding = 0) => {
    const bytes = Buffer.alloc(12);
    bytes.writeUInt32LE(length, 0);
    bytes.writeUInt16LE(70, 4);
    bytes.writeUInt16LE(padding, 6);
    return bytes;
  };

  test('a body above the limit is refused before it has come', () => {
    const splitter = new FrameSplitter(1000, () => undefined);
    expect(() => splitter.push(header(1001))).toThrow(ProtocolError);
  });

  test('padding that is not zero, and everything after it', () => {
    const splitter = new FrameSplitter(1000, () => undefined);
    expect(() => splitter.push(header(0, 1))).toThrow(ProtocolError);
    expect(() => splitter.push(header(0))).toThrow(ProtocolError);
  });

  test('any bytes at all as a body end in a message or a protocol error, never in anything else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 75 }), fc.uint8Array({ maxLength: 200 }), (type, bytes) => {
        try {
          decodeMessage(type, Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a whole END whose bytes are changed ends in a message or a protocol error', () => {
    const end = endFrame();
    fc.assert(
      fc.property(fc.nat({ max: end.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const changed = Buffer.from(end);
        changed[at] = value;
        try {
          decodeMessage(70, changed);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a field that reaches past the end', 68, [68, 0, 0, 0, 9, 0, 0, 0, 1]],
    ['a number of four bytes', 67, [50, 0, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4]],
    ['a field header cut short', 67, [50, 0, 0]],
    ['an unknown tag', 67, [99, 0, 0, 0, 0, 0, 0, 0]],
    ['a missing field', 67, []],
    ['an unknown frame type', 72, []],
    ['an unknown outcome', 70, [60, 0, 0, 0, 1, 0, 0, 0, 65]],
  ])('%s', (_, type, bytes) => {
    expect(() => decodeMessage(type, Buffer.from(bytes))).toThrow(ProtocolError);
  });
});

function endFrame(): Buffer {
  const writer = new FrameWriter();
  writer.begin(70, 1);
  writer.text(60, 'exited');
  writer.number(61, 3);
  writer.bytes(68, Buffer.concat([Buffer.from([1, 0, 0, 0]), Buffer.alloc(28), Buffer.from('memory.max')]));
  writer.number(69, 1);
  return Buffer.concat(writer.finish()).subarray(12);
}

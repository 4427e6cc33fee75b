/**
 * Encodes frames. A frame is built from `begin` to `finish` in a scratch buffer that is used again for every frame;
 * what `finish` returns is the writer's no more. Content above `BORROW_BYTES` is not copied: the frame then refers to the
 * caller's bytes, which must not change until they are sent.
 *
 * What always holds: a frame that was finished is well formed; a string with a NUL byte, a number that is not
 * a whole one and a body that is too long are refused with an error before anything is sent.
 */
import { FIELD_HEADER_BYTES, HEADER_BYTES, MAX_SERVICE_BODY } from './protocol.ts';

/** The pieces of one frame, in order. */
export type EncodedFrame = readonly Uint8Array[];

/** The caller asked to send something that the protocol cannot carry. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
}

const BORROW_BYTES = 32 * 1024;

export class FrameWriter {
  readonly #maxBody: number;
  #scratch: Buffer;
  #used = 0;
  #pieces: Uint8Array[] = [];
  #flushed = 0;

  constructor(maxBody: number = MAX_SERVICE_BODY, scratchBytes = 64 * 1024) {
    this.#maxBody = maxBody;
    this.#scratch = Buffer.allocUnsafeSlow(Math.max(scratchBytes, HEADER_BYTES));
  }

  begin(type: number, run: number): void {
    this.#pieces = [];
    this.#flushed = 0;
    this.#used = HEADER_BYTES;
    this.#scratch.writeUInt32LE(0, 0);
    this.#scratch.writeUInt16LE(type, 4);
    this.#scratch.writeUInt16LE(0, 6);
    this.#scratch.writeUInt32LE(run, 8);
  }

  number(tag: number, value: number): void {
    this.#field(tag, 8);
    this.#u64(value);
  }

  text(tag: number, value: string): void {
    const bytes = Buffer.byteLength(value);
    this.#field(tag, bytes);
    this.#text(value, bytes);
  }

  /** `name=value`, without joining the two. */
  pair(tag: number, name: string, value: string): void {
    const nameBytes = Buffer.byteLength(name);
    const valueBytes = Buffer.byteLength(value);
    this.#field(tag, nameBytes + 1 + valueBytes);
    this.#text(name, nameBytes);
    this.#text('=', 1);
    this.#text(value, valueBytes);
  }

  bytes(tag: number, value: Uint8Array): void {
    this.#field(tag, value.byteLength);
    this.#bytes(value);
  }

  /** The compound value of a `file` field. */
  file(tag: number, mode: number, path: string, content: Uint8Array): void {
    const pathBytes = Buffer.byteLength(path);
    this.#field(tag, 8 + pathBytes + content.byteLength);
    this.#u32(mode);
    this.#u32(pathBytes);
    this.#text(path, pathBytes);
    this.#bytes(content);
  }

  finish(): EncodedFrame {
    this.#flush();
    const [head] = this.#pieces;
    const body = this.#flushed - HEADER_BYTES;
    if (body > this.#maxBody || head === undefined) {
      throw new EncodeError(
        `A frame of ${body} bytes is above the ${this.#maxBody} that the sandbox accepts.`,
      );
    }
    new DataView(head.buffer, head.byteOffset).setUint32(0, body, true);
    return this.#pieces;
  }

  #field(tag: number, bytes: number): void {
    this.#reserve(FIELD_HEADER_BYTES);
    this.#scratch.writeUInt16LE(tag, this.#used);
    this.#scratch.writeUInt16LE(0, this.#used + 2);
    this.#scratch.writeUInt32LE(bytes, this.#used + 4);
    this.#used += FIELD_HEADER_BYTES;
  }

  #u32(value: number): void {
    this.#reserve(4);
    this.#used = this.#scratch.writeUInt32LE(value, this.#used);
  }

  #u64(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new EncodeError(`${value} is not a whole number that the sandbox can be told.`);
    }
    this.#reserve(8);
    this.#used = this.#scratch.writeUInt32LE(value % 0x1_0000_0000, this.#used);
    this.#used = this.#scratch.writeUInt32LE(Math.floor(value / 0x1_0000_0000), this.#used);
  }

  #text(value: string, bytes: number): void {
    if (value.includes('\0'))
      throw new EncodeError('A string with a NUL byte cannot be handed to a program.');
    if (bytes >= this.#scratch.length) {
      this.#bytes(Buffer.from(value));
      return;
    }
    this.#reserve(bytes);
    this.#used += this.#scratch.write(value, this.#used, 'utf8');
  }

  #bytes(value: Uint8Array): void {
    if (value.byteLength >= BORROW_BYTES || value.byteLength >= this.#scratch.length) {
      this.#flush();
      this.#pieces.push(value);
      this.#flushed += value.byteLength;
      return;
    }
    this.#reserve(value.byteLength);
    this.#scratch.set(value, this.#used);
    this.#used += value.byteLength;
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes > this.#scratch.length) this.#flush();
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#pieces.push(Buffer.from(this.#scratch.subarray(0, this.#used)));
    this.#flushed += this.#used;
    this.#used = 0;
  }
}

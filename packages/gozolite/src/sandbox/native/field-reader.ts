/**
 * Walks the fields of one frame body. Every length is checked before it is used; whatever is not the protocol is a
 * `ProtocolError`.
 */
import { FIELD_HEADER_BYTES, ProtocolError } from './protocol.ts';

export class FieldReader {
  readonly #body: Buffer;
  #next = 0;
  #start = 0;
  /** The tag of the field that `next` has found. */
  tag = 0;

  constructor(body: Buffer) {
    this.#body = body;
  }

  next(): boolean {
    const body = this.#body;
    const at = this.#next;
    if (at === body.length) return false;
    if (body.length - at < FIELD_HEADER_BYTES) throw new ProtocolError('The header of a field is cut short.');
    this.tag = body.readUInt16LE(at);
    if (body.readUInt16LE(at + 2) !== 0)
      throw new ProtocolError(`The padding of field ${this.tag} is not zero.`);
    this.#start = at + FIELD_HEADER_BYTES;
    this.#next = this.#start + body.readUInt32LE(at + 4);
    if (this.#next > body.length)
      throw new ProtocolError(`Field ${this.tag} reaches past the end of its frame.`);
    return true;
  }

  get length(): number {
    return this.#next - this.#start;
  }

  /** A number; above 2^53 it loses its last digits, which no measure here has. */
  number(): number {
    if (this.length !== 8) throw new ProtocolError(`Field ${this.tag} is not a number.`);
    return this.u64(0);
  }

  text(from = 0): string {
    this.#need(from);
    return this.#body.toString('utf8', this.#start + from, this.#next);
  }

  /** A view of the value, only as long-lived as the body. */
  bytes(from = 0, to: number = this.length): Buffer {
    this.#need(to);
    return this.#body.subarray(this.#start + from, this.#start + to);
  }

  /** Parts of a compound value, at an offset in it. */
  u32(offset: number): number {
    this.#need(offset + 4);
    return this.#body.readUInt32LE(this.#start + offset);
  }

  u64(offset: number): number {
    this.#need(offset + 8);
    const at = this.#start + offset;
    return this.#body.readUInt32LE(at + 4) * 0x1_0000_0000 + this.#body.readUInt32LE(at);
  }

  #need(bytes: number): void {
    if (bytes > this.length) throw new ProtocolError(`Field ${this.tag} is too short.`);
  }
}

export function unknown(fields: FieldReader, frame: string): never {
  throw new ProtocolError(`Field ${fields.tag} has no place in ${frame}.`);
}

export function missing(frame: string): ProtocolError {
  return new ProtocolError(`A field of ${frame} is missing.`);
}

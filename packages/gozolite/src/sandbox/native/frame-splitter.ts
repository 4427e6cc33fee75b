/**
 * Cuts the byte stream of a connection into frames, however the stream was chunked.
 *
 * What always holds: memory is bounded by one frame; a body handed out is only valid until the handler returns, because
 * it may be a view of the chunk; after a `ProtocolError` the splitter accepts nothing more.
 */
import { HEADER_BYTES, ProtocolError } from './protocol.ts';

export type FrameHandler = (type: number, run: number, body: Buffer) => void;

export class FrameSplitter {
  readonly #maxBody: number;
  readonly #handle: FrameHandler;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerUsed = 0;
  /** The body being put together from several chunks, and how much of it is there. */
  #body: Buffer | null = null;
  #bodyUsed = 0;
  #broken = false;

  constructor(maxBody: number, handle: FrameHandler) {
    this.#maxBody = maxBody;
    this.#handle = handle;
  }

  push(chunk: Buffer): void {
    if (this.#broken) throw new ProtocolError('The stream is already broken.');
    try {
      let at = 0;
      while (at < chunk.length) at = this.#take(chunk, at);
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  /** True when the stream may end here: no frame is half read. */
  get idle(): boolean {
    return this.#headerUsed === 0;
  }

  #take(chunk: Buffer, at: number): number {
    if (this.#body !== null) return this.#continueBody(this.#body, chunk, at);
    if (this.#headerUsed === 0 && chunk.length - at >= HEADER_BYTES) {
      return this.#startBody(chunk, at, at + HEADER_BYTES, chunk);
    }
    const take = Math.min(HEADER_BYTES - this.#headerUsed, chunk.length - at);
    chunk.copy(this.#header, this.#headerUsed, at, at + take);
    this.#headerUsed += take;
    return this.#headerUsed < HEADER_BYTES ? at + take : this.#startBody(this.#header, 0, at + take, chunk);
  }

  /** `header` is complete at `headerAt`; the body begins at `at` of `chunk`. */
  #startBody(header: Buffer, headerAt: number, at: number, chunk: Buffer): number {
    const length = header.readUInt32LE(headerAt);
    if (length > this.#maxBody) {
      throw new ProtocolError(`A frame of ${length} bytes is above the ${this.#maxBody} allowed.`);
    }
    if (header.readUInt16LE(headerAt + 6) !== 0)
      throw new ProtocolError('The padding of a frame is not zero.');
    if (chunk.length - at >= length) {
      this.#headerUsed = 0;
      this.#handle(
        header.readUInt16LE(headerAt + 4),
        header.readUInt32LE(headerAt + 8),
        chunk.subarray(at, at + length),
      );
      return at + length;
    }
    if (header !== this.#header) header.copy(this.#header, 0, headerAt, headerAt + HEADER_BYTES);
    this.#headerUsed = HEADER_BYTES;
    this.#body = Buffer.allocUnsafe(length);
    this.#bodyUsed = 0;
    return this.#continueBody(this.#body, chunk, at);
  }

  #continueBody(body: Buffer, chunk: Buffer, at: number): number {
    const take = Math.min(body.length - this.#bodyUsed, chunk.length - at);
    chunk.copy(body, this.#bodyUsed, at, at + take);
    this.#bodyUsed += take;
    if (this.#bodyUsed === body.length) {
      this.#body = null;
      this.#headerUsed = 0;
      this.#handle(this.#header.readUInt16LE(4), this.#header.readUInt32LE(8), body);
    }
    return at + take;
  }
}

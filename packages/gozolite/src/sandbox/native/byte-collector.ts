/**
 * Collects bytes that arrive piece by piece. Pieces are copied, so that a program that writes one byte at a time costs
 * as much memory as what it wrote, and not an object for each byte.
 */
const EMPTY = new Uint8Array(0);

export class ByteCollector {
  readonly #most: number;
  #buffer: Buffer | null = null;
  #used = 0;

  /** `most` is how many bytes are expected at most: no more than that is set aside ahead of need. */
  constructor(most: number) {
    this.#most = most;
  }

  append(data: Uint8Array): void {
    if (data.byteLength === 0) return;
    const needed = this.#used + data.byteLength;
    if (this.#buffer === null || needed > this.#buffer.length) this.#grow(needed);
    this.#buffer?.set(data, this.#used);
    this.#used = needed;
  }

  get length(): number {
    return this.#used;
  }

  /** All that was collected; nothing may be appended after. */
  take(): Uint8Array {
    return this.#buffer === null ? EMPTY : this.#buffer.subarray(0, this.#used);
  }

  #grow(needed: number): void {
    const doubled = Math.max(1024, needed * 2);
    const ahead = needed <= this.#most ? Math.min(doubled, this.#most) : doubled;
    const size = this.#buffer === null ? needed : ahead;
    const grown = Buffer.allocUnsafe(size);
    if (this.#buffer !== null) grown.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = grown;
  }
}

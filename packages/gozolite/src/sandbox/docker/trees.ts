/**
 * The work folders kept between stages: sealed archives that only an init ever opens, held here as the bytes they are.
 *
 * What always holds: how many there are and their bytes together are bounded, and each one's, so that no run can leave another
 * without.
 */
import type { Bundle } from '../backend.ts';

const MIB = 1024 * 1024;
/** Shared by the slots; what compilers leave is some megabytes. */
const SHARED_BYTES = 1024 * MIB;
const LEAST_BYTES = 32 * MIB;
const MOST_BYTES = 256 * MIB;

export class TreeStore {
  readonly #trees = new Map<number, readonly Uint8Array[]>();
  readonly #most: number;
  /** Bytes of one. */
  readonly mostBytes: number;
  readonly #mostTogether: number;
  #bytes = 0;
  #next = 1;

  constructor(slots: number) {
    this.#most = Math.max(64, slots * 4);
    this.mostBytes = Math.min(MOST_BYTES, Math.max(LEAST_BYTES, Math.floor(SHARED_BYTES / slots)));
    // One for each slot, and as many for what the service compiles on its own account.
    this.#mostTogether = 2 * slots * this.mostBytes;
  }

  get count(): number {
    return this.#trees.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Null when there is no room for it. */
  add(tree: readonly Uint8Array[]): Bundle | null {
    const bytes = sizeOf(tree);
    if (this.#trees.size >= this.#most || this.#bytes + bytes > this.#mostTogether) return null;
    const number = this.#next++;
    this.#trees.set(number, tree);
    this.#bytes += bytes;
    return { backend: 'docker', key: number };
  }

  find(bundle: Bundle): readonly Uint8Array[] | null {
    if (bundle.backend !== 'docker') return null;
    return this.#trees.get(Number(bundle.key)) ?? null;
  }

  drop(bundle: Bundle): void {
    const tree = this.find(bundle);
    if (tree === null) return;
    this.#bytes -= sizeOf(tree);
    this.#trees.delete(Number(bundle.key));
  }
}

const sizeOf = (tree: readonly Uint8Array[]): number =>
  tree.reduce((sum, { byteLength }) => sum + byteLength, 0);

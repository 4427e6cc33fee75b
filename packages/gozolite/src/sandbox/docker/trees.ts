/**
 * The work folders kept between stages: sealed archives that only an init ever opens, held here as the bytes they are.
 *
 * What always holds: how many there are and their bytes together are bounded.
 */
import type { Bundle } from '../backend.ts';

const MOST_BYTES = 1024 * 1024 * 1024;

export class TreeStore {
  readonly #trees = new Map<number, readonly Uint8Array[]>();
  readonly #most: number;
  #bytes = 0;
  #next = 1;

  constructor(slots: number) {
    this.#most = Math.max(64, slots * 4);
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
    if (this.#trees.size >= this.#most || this.#bytes + bytes > MOST_BYTES) return null;
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

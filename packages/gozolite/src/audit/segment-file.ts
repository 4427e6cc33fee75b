/**
 * The file of the audit log that is being written, and the head beside it.
 *
 * What always holds: when `write` has resolved, the bytes have left this process, and with `sync` they have reached the disk; the
 * head is written after them, so it never promises a line that is not there.
 */
import { constants, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Link } from './chain.ts';
import { headPath, headText, segmentName } from './segments.ts';

export type FileOptions = {
  readonly folder: string;
  readonly sync: boolean;
};

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
const MODE = 0o600;

export class SegmentFile {
  readonly #file: FileHandle;
  readonly #head: FileHandle;
  readonly #sync: boolean;
  #bytes: number;

  private constructor(file: FileHandle, head: FileHandle, state: { sync: boolean; bytes: number }) {
    this.#file = file;
    this.#head = head;
    this.#sync = state.sync;
    this.#bytes = state.bytes;
  }

  /** Goes on with a file of `bytes` bytes. */
  static async continue(path: string, bytes: number, options: FileOptions): Promise<SegmentFile> {
    return SegmentFile.#open(path, O_WRONLY | O_APPEND | O_NOFOLLOW, { ...options, bytes });
  }

  /** Begins the file whose first line will be `firstSeq`. */
  static async begin(firstSeq: number, options: FileOptions): Promise<SegmentFile> {
    const path = join(options.folder, segmentName(firstSeq));
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW;
    const file = await SegmentFile.#open(path, flags, { ...options, bytes: 0 });
    if (options.sync) await syncFolder(options.folder);
    return file;
  }

  static async #open(path: string, flags: number, options: FileOptions & { readonly bytes: number }) {
    const file = await open(path, flags, MODE);
    try {
      const head = await open(headPath(options.folder), O_WRONLY | O_CREAT | O_NOFOLLOW, MODE);
      return new SegmentFile(file, head, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(lines: string, tip: Link): Promise<void> {
    await writeAll(this.#file, Buffer.from(lines), null);
    if (this.#sync) await this.#file.datasync();
    this.#bytes += Buffer.byteLength(lines);
    await writeAll(this.#head, Buffer.from(headText(tip)), 0);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#file.close(), this.#head.close()]);
  }
}

/** Up to this size a write goes to the page cache quicker than another thread could be asked to do it. */
const SMALL_BYTES = 64 * 1024;

/** A disk that is nearly full takes a part of what it is given. */
const writeAll = async (file: FileHandle, bytes: Buffer, position: number | null): Promise<void> => {
  let written = 0;
  while (written < bytes.length) {
    const at = position === null ? null : position + written;
    const left = bytes.length - written;
    written +=
      left <= SMALL_BYTES
        ? writeSync(file.fd, bytes, written, left, at)
        : (await file.write(bytes, written, left, at)).bytesWritten;
  }
};

const syncFolder = async (folder: string): Promise<void> => {
  await using handle = await open(folder, constants.O_RDONLY);
  await handle.sync();
};

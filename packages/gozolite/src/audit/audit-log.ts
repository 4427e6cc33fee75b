/**
 * Writes the audit log. Events that come while a write is under way go together into the next one, so that the cost of
 * reaching the disk is shared by all that are answered at the same time.
 *
 * What always holds: `append` resolves only when the event can no longer be lost by the end of this process, nor, when syncing is
 * on, by the end of the machine; events are in the file in the order in which they were appended; when a write fails,
 * everything that waits for it is rejected, nothing is accepted, and writing is tried again until it works.
 */
import { mkdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Link, lineAfter, readLine } from './chain.ts';
import type { AuditEvent } from './events.ts';
import { lockFolder } from './lock.ts';
import { AuditError, recover } from './recover.ts';
import { type FileOptions, SegmentFile } from './segment-file.ts';
import { linesOf, type Segment, segmentsIn } from './segments.ts';

export type AuditOptions = {
  readonly folder: string;
  /** Whether an event must have reached the disk. */
  readonly sync: boolean;
  /** A file is followed by another one from this size on. */
  readonly segmentBytes: number;
  /** Files that are kept, the current one included; 0 keeps all. */
  readonly keep: number;
  readonly version: string;
  /** Told where the chain is at every turn of a file, so that another log bears witness. */
  readonly onAnchor: (tip: Link) => void;
  readonly onTrouble: (error: Error) => void;
  readonly retryMs?: number;
  /** Whether more events are sure to follow at once, since everything is busy and more is waiting. */
  readonly isBusy?: () => boolean;
};

export type AuditStatus = {
  readonly problem: string | null;
  readonly folder: string;
  readonly tip: Link;
  /** Since the start. */
  readonly events: number;
  readonly refused: number;
};

type Pending = {
  readonly event: AuditEvent;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};

const RETRY_MS = 1000;
/** While all is busy, so long is waited for others that end, in ms: the disk is reached once for all of them. */
const GATHER_MS = 10;
const now = (): string => new Date().toISOString();

export class AuditLog {
  readonly #options: AuditOptions;
  readonly #files: FileOptions;
  readonly #lock: AsyncDisposable;
  #file: SegmentFile;
  #tip: Link;
  #pending: Pending[] = [];
  #flushing: Promise<void> | null = null;
  #trouble: Error | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  #events = 0;
  #refused = 0;
  #refusedBefore = 0;

  private constructor(options: AuditOptions, lock: AsyncDisposable, begun: { file: SegmentFile; tip: Link }) {
    this.#options = options;
    this.#files = options;
    this.#lock = lock;
    this.#file = begun.file;
    this.#tip = begun.tip;
  }

  /** Throws `AuditError` when the log there cannot be continued. */
  static async open(options: AuditOptions): Promise<AuditLog> {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    if (!statSync(options.folder).isDirectory()) throw new AuditError(`${options.folder} is not a folder.`);
    const lock = await lockFolder(options.folder);
    try {
      const { file, tip, dropped } = await openEnd(options);
      const log = new AuditLog(options, lock, { file, tip });
      if (dropped > 0) await log.#write([recoveredEvent(dropped, 0)]);
      await log.#write([{ kind: 'opened', at: now(), version: options.version, pid: process.pid }]);
      options.onAnchor(log.#tip);
      return log;
    } catch (error) {
      await lock[Symbol.asyncDispose]();
      throw error;
    }
  }

  append(event: AuditEvent): Promise<void> {
    if (this.#closed || this.#trouble !== null) {
      this.#refused += 1;
      return Promise.reject(this.#trouble ?? new AuditError('The audit log is closed.'));
    }
    return new Promise((resolve, reject) => {
      this.#pending.push({ event, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  status(): AuditStatus {
    return {
      problem: this.#trouble === null ? null : this.#trouble.message,
      folder: this.#options.folder,
      tip: this.#tip,
      events: this.#events,
      refused: this.#refused,
    };
  }

  /** Writes what waits, and lets go of the folder. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#flushing;
    if (this.#retry !== null) clearTimeout(this.#retry);
    await this.#file.close();
    this.#options.onAnchor(this.#tip);
    await this.#lock[Symbol.asyncDispose]();
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      await this.#gather();
      const batch = this.#pending;
      this.#pending = [];
      try {
        await this.#write(batch.map(({ event }) => event));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#fail(error, batch);
      }
    }
    this.#flushing = null;
  }

  /** What else is appended in this turn of the event loop goes along; where nobody is kept idle by it, what comes soon, too. */
  async #gather(): Promise<void> {
    if (this.#options.isBusy?.() === true && !this.#closed) await setTimeout(GATHER_MS);
    else await setImmediate();
  }

  async #write(events: readonly AuditEvent[]): Promise<void> {
    if (this.#file.bytes >= this.#options.segmentBytes) await this.#turn();
    let tip = this.#tip;
    let lines = '';
    for (const event of events) {
      const { line, link } = lineAfter(tip, event);
      lines += line;
      tip = link;
    }
    await this.#file.write(lines, tip);
    this.#tip = tip;
    this.#events += events.length;
  }

  /** Goes on in another file, and removes what is not to be kept. */
  async #turn(): Promise<void> {
    const next = await SegmentFile.begin(this.#tip.seq + 1, this.#files);
    await this.#file.close();
    this.#file = next;
    this.#options.onAnchor(this.#tip);
    const { keep, folder } = this.#options;
    const surplus = keep === 0 ? [] : segmentsIn(folder).slice(0, -keep);
    if (surplus.length === 0) return;
    // Told before it is done: a log that begins in the middle must say why.
    const removed = await Promise.all(surplus.map(endOf));
    await this.#write([{ kind: 'pruned', at: now(), removed }]);
    for (const { path } of surplus) await rm(path);
  }

  #fail(reason: unknown, batch: readonly Pending[]): void {
    const words = reason instanceof Error ? reason.message : String(reason);
    const trouble = new AuditError(`The audit log cannot be written: ${words}.`, { cause: reason });
    this.#trouble = trouble;
    const rejected = [...batch, ...this.#pending];
    this.#pending = [];
    this.#refused += rejected.length;
    for (const { reject } of rejected) reject(trouble);
    this.#options.onTrouble(trouble);
    this.#tryAgainLater();
  }

  #tryAgainLater(): void {
    if (this.#closed) return;
    this.#retry = globalThis
      .setTimeout(() => void this.#tryAgain(), this.#options.retryMs ?? RETRY_MS)
      .unref();
  }

  /** What is in the file decides where the chain is: a failed write may have left any part of what it was given. */
  async #tryAgain(): Promise<void> {
    try {
      await this.#file.close();
      const { file, tip, dropped } = await openEnd(this.#options);
      this.#file = file;
      this.#tip = tip;
      await this.#write([recoveredEvent(dropped, this.#refused - this.#refusedBefore)]);
      this.#refusedBefore = this.#refused;
      this.#trouble = null;
    } catch {
      this.#tryAgainLater();
    }
  }
}

const recoveredEvent = (dropped: number, refused: number): AuditEvent => ({
  kind: 'recovered',
  at: now(),
  bytes_dropped: dropped,
  events_refused: refused,
});

const openEnd = async (options: AuditOptions) => {
  const { tip, segment, bytes, dropped } = await recover(options.folder);
  const file =
    segment === null
      ? await SegmentFile.begin(tip.seq + 1, options)
      : await SegmentFile.continue(segment.path, bytes, options);
  return { file, tip, dropped };
};

const endOf = async ({ path, name }: Segment) => {
  let end: Link = { seq: 0, hash: '' };
  for await (const { text } of linesOf(path)) {
    const line = readLine(text);
    if (line.ok) end = line.link;
  }
  return { file: name, seq: end.seq, hash: end.hash };
};

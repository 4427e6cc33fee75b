/**
 * The files of an audit log. Each is called by the number of its first line, so their names are in the order of the chain. Beside them,
 * `head` says how far the log had come: lines beyond it may have been written, lines up to it must be there.
 */
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Link } from './chain.ts';

export type Segment = { readonly path: string; readonly name: string; readonly firstSeq: number };

const NAME = /^audit-(\d{15})\.jsonl$/;

export const segmentName = (firstSeq: number): string => `audit-${String(firstSeq).padStart(15, '0')}.jsonl`;

export const headPath = (folder: string): string => join(folder, 'head');

/** In the order of the chain. */
export const segmentsIn = (folder: string): readonly Segment[] =>
  readdirSync(folder)
    .flatMap((name) => {
      const match = NAME.exec(name);
      return match === null ? [] : [{ name, path: join(folder, name), firstSeq: Number(match[1]) }];
    })
    .sort((a, b) => a.firstSeq - b.firstSeq);

/** Always of the same length, so that it can be written over. */
export const headText = ({ seq, hash }: Link): string => `${String(seq).padStart(15, '0')} ${hash}\n`;

export type Head = Link | 'absent' | 'damaged';

export const readHead = (folder: string): Head => {
  let text: string;
  try {
    text = readFileSync(headPath(folder), 'utf8');
  } catch {
    return 'absent';
  }
  const match = /^(\d{15}) ([0-9a-f]{64})\n$/.exec(text);
  return match === null ? 'damaged' : { seq: Number(match[1]), hash: match[2] ?? '' };
};

export type StoredLine = {
  readonly text: string;
  /** Where in the file it begins, in bytes. */
  readonly offset: number;
  /** Whether it ends with a line feed: one that does not was being written. */
  readonly whole: boolean;
};

const LINE_FEED = 0x0a;

export async function* linesOf(path: string): AsyncGenerator<StoredLine> {
  let rest: Buffer[] = [];
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes: Buffer = Buffer.from(chunk);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      const line = Buffer.concat([...rest, bytes.subarray(start, end)]);
      yield { text: line.toString('utf8'), offset, whole: true };
      offset += line.length + 1;
      rest = [];
      start = end + 1;
    }
    if (start < bytes.length) rest.push(bytes.subarray(start));
  }
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString('utf8'), offset, whole: false };
}

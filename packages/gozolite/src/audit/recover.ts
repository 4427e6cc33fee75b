/**
 * Finds the end of an audit log that an earlier life left, however it ended. What was being written when it ended may be a
 * part of a line: nobody was told that it was recorded, and it is cut off.
 *
 * What always holds: whole lines are never cut off, and a log whose last file is not whole and sound is not continued.
 */
import { truncate } from 'node:fs/promises';
import { GENESIS, type Link, readLine } from './chain.ts';
import { linesOf, readHead, type Segment, segmentsIn } from './segments.ts';

export type Recovered = {
  readonly tip: Link;
  /** The file to go on with; null when there is none. */
  readonly segment: Segment | null;
  readonly bytes: number;
  /** Of an unfinished line that was cut off. */
  readonly dropped: number;
};

/** The audit log cannot be continued or written. `message` is a sentence for the operator. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
}

const DAMAGED = '`gozolite audit verify` says what is wrong; keep it as evidence and name another folder.';

export const recover = async (folder: string): Promise<Recovered> => {
  const segment = segmentsIn(folder).at(-1);
  const head = readHead(folder);
  if (segment === undefined) {
    if (head === 'absent') return { tip: GENESIS, segment: null, bytes: 0, dropped: 0 };
    throw new AuditError(`The files of the audit log in ${folder} are gone. ${DAMAGED}`);
  }
  let tip: Link | null = null;
  let bytes = 0;
  let dropped = 0;
  for await (const { text, offset, whole } of linesOf(segment.path)) {
    if (!whole) {
      dropped = Buffer.byteLength(text);
      await truncate(segment.path, offset);
      break;
    }
    const line = readLine(text);
    const follows = line.ok && (tip === null ? line.link.seq === segment.firstSeq : line.prev === tip.hash);
    if (!line.ok || !follows) throw new AuditError(`The audit log ${segment.path} is damaged. ${DAMAGED}`);
    tip = line.link;
    bytes = offset + Buffer.byteLength(text) + 1;
  }
  if (tip === null) return { ...(await endBefore(folder, segment)), segment, bytes: 0, dropped };
  if (typeof head === 'object' && head.seq > tip.seq) {
    throw new AuditError(`The end of the audit log in ${folder} is missing. ${DAMAGED}`);
  }
  return { tip, segment, bytes, dropped };
};

/** A file that was made and not yet written to follows on the one before it. */
const endBefore = async (folder: string, { firstSeq }: Segment): Promise<{ readonly tip: Link }> => {
  const before = segmentsIn(folder).at(-2);
  let tip: Link = GENESIS;
  if (before !== undefined) {
    for await (const { text } of linesOf(before.path)) {
      const line = readLine(text);
      if (line.ok) tip = line.link;
    }
  }
  if (tip.seq + 1 !== firstSeq) throw new AuditError(`The audit log in ${folder} is damaged. ${DAMAGED}`);
  return { tip };
};

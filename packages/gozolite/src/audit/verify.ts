/**
 * Reads a whole audit log and says whether it is what was written: no line changed, none missing, none added, none moved.
 *
 * What it can say without help is bounded: who can write the folder can make a whole new chain. A link that was noted elsewhere
 * (the service's own log has one for every file) settles that, and is what `expected` is for.
 */
import { type Link, readLine } from './chain.ts';
import { linesOf, readHead, type Segment, segmentsIn } from './segments.ts';

export type Verification = {
  readonly ok: boolean;
  readonly files: number;
  readonly lines: number;
  readonly first: Link | null;
  readonly last: Link | null;
  /** Sentences; empty when all is well. */
  readonly problems: readonly string[];
  /** Sentences about what is no fault. */
  readonly notes: readonly string[];
};

/** Beyond these there is no telling more. */
const MAX_PROBLEMS = 20;

type Place = { readonly name: string; readonly number: number };

class Reading {
  readonly problems: string[] = [];
  readonly notes: string[] = [];
  /** Where removed files ended, by number. */
  readonly removed = new Map<number, string>();
  readonly #wanted: readonly Link[];
  first: Link | null = null;
  firstPrev = '';
  /** The last sound line. */
  last: Link | null = null;
  /** What the next line must follow; null after a line that says nothing for sure. */
  #before: Link | null = null;
  lines = 0;

  constructor(wanted: readonly Link[]) {
    this.#wanted = wanted;
  }

  complain(problem: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  line(text: string, { name, number }: Place): void {
    const where = `${name}, line ${number}`;
    this.lines += 1;
    const line = readLine(text);
    if (!line.ok) {
      this.complain(`${where} ${line.problem}.`);
      // What follows is held against what this line says of itself, so that one change is told once.
      this.#before = null;
      return;
    }
    const { link, prev, event } = line;
    if (this.first === null) {
      this.first = link;
      this.firstPrev = prev;
    }
    const before = this.#before;
    if (before !== null && (prev !== before.hash || link.seq !== before.seq + 1)) {
      this.complain(`${where} has number ${link.seq} and does not follow number ${before.seq} before it.`);
    }
    for (const { seq, hash } of this.#wanted) {
      if (link.seq === seq && link.hash !== hash)
        this.complain(`${where} is not what was written as number ${seq}.`);
    }
    if (event.kind === 'pruned') this.#noteRemoved(event.removed);
    this.last = link;
    this.#before = link;
  }

  #noteRemoved(removed: unknown): void {
    if (!Array.isArray(removed)) return;
    for (const entry of removed) {
      if (typeof entry?.seq === 'number' && typeof entry.hash === 'string')
        this.removed.set(entry.seq, entry.hash);
    }
  }
}

const readSegment = async (reading: Reading, segment: Segment, isLast: boolean): Promise<void> => {
  let number = 0;
  for await (const { text, whole } of linesOf(segment.path)) {
    number += 1;
    if (whole) {
      reading.line(text, { name: segment.name, number });
      if (number === 1 && reading.last !== null && reading.last.seq !== segment.firstSeq) {
        reading.complain(
          `${segment.name} begins with number ${reading.last.seq}, which is not that of its name.`,
        );
      }
    } else if (isLast) {
      reading.notes.push(
        `${segment.name} ends with ${Buffer.byteLength(text)} bytes of a line that was being written; nobody was told that it was recorded.`,
      );
    } else {
      reading.complain(`${segment.name}, line ${number} is cut off, and another file follows.`);
    }
  }
};

const checkBeginning = (reading: Reading): void => {
  const { first, firstPrev, removed } = reading;
  if (first === null || first.seq === 1) return;
  if (removed.get(first.seq - 1) === firstPrev) {
    reading.notes.push(`Numbers 1 to ${first.seq - 1} were removed by the service, as its settings say.`);
  } else {
    reading.complain(
      `The log begins with number ${first.seq}, and nothing in it says that earlier lines were removed.`,
    );
  }
};

const checkEnd = (reading: Reading, wanted: readonly Link[]): void => {
  for (const { seq } of wanted) {
    const end = reading.last?.seq ?? 0;
    const begin = reading.first?.seq ?? 1;
    if (seq > end) reading.complain(`The log ends with number ${end}, but had come to number ${seq}.`);
    else if (seq < begin) reading.notes.push(`Number ${seq} is no longer there to be compared.`);
  }
};

/** Rejects when the folder cannot be read. */
export const verify = async (folder: string, expected: readonly Link[] = []): Promise<Verification> => {
  const head = readHead(folder);
  const wanted = typeof head === 'object' ? [...expected, head] : [...expected];
  const segments = segmentsIn(folder);
  const reading = new Reading(wanted);
  for (const [index, segment] of segments.entries()) {
    await readSegment(reading, segment, index === segments.length - 1);
  }
  if (head === 'damaged') reading.complain('The file "head" is damaged.');
  if (head === 'absent' && segments.length > 0) reading.complain('The file "head" is missing.');
  checkBeginning(reading);
  checkEnd(reading, wanted);
  const { lines, first, last, problems, notes } = reading;
  return { ok: problems.length === 0, files: segments.length, lines, first, last, problems, notes };
};

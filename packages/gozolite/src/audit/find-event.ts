/**
 * Finds the event of one execution in an audit log.
 */
import { readLine } from './chain.ts';
import { linesOf, segmentsIn } from './segments.ts';

export type Found = {
  readonly file: string;
  readonly event: Readonly<Record<string, unknown>>;
};

/** Null when there is none. A line that was changed is not shown. */
export const findEvent = async (folder: string, id: string): Promise<Found | null> => {
  const mark = `"id":${JSON.stringify(id)}`;
  for (const { path, name } of [...segmentsIn(folder)].reverse()) {
    for await (const { text, whole } of linesOf(path)) {
      if (!whole || !text.includes(mark)) continue;
      const line = readLine(text);
      if (line.ok && line.event.kind === 'execution' && line.event.id === id)
        return { file: name, event: line.event };
    }
  }
  return null;
};

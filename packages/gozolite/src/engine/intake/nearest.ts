/**
 * The known name that an unknown one was most likely meant to be, for messages.
 */

/** Levenshtein distance. Both are short: the caller cuts what a stranger wrote. */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[b.length] ?? 0;
};

/** Null when none is near: more than a third of the letters would have to change. */
export const nearest = (name: string, known: readonly string[]): string | null => {
  const text = name.slice(0, 64).toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(text, candidate) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  if (best === undefined) return null;
  const near = best.steps <= Math.max(1, Math.floor(Math.max(text.length, best.candidate.length) / 3));
  const longer = best.candidate.startsWith(text) || text.startsWith(best.candidate);
  return near || (longer && text.length >= 3) ? best.candidate : null;
};

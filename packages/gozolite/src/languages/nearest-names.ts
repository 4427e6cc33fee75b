/**
 * Finds the known names that a mistyped one was probably meant to be.
 */
const MAX_LENGTH = 64;

/** At most three, the nearest first; empty when nothing is near. */
export function nearestNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = name.toLowerCase().slice(0, MAX_LENGTH);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return known
    .map((candidate) => ({ candidate, steps: steps(wanted, candidate.toLowerCase()) }))
    .filter((each) => each.steps <= most)
    .toSorted((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Levenshtein distance. */
function steps(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

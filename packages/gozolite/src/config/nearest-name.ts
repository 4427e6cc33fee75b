/**
 * Finds the known name that a mistyped one was probably meant to be.
 */
const distance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (same ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
};

/** Null when nothing known is near. */
export const nearestName = (name: string, known: readonly string[]): string | null => {
  const bounded = name.slice(0, 128);
  let best: { name: string; steps: number } | null = null;
  for (const candidate of known) {
    const steps = distance(bounded, candidate);
    if (best === null || steps < best.steps) best = { name: candidate, steps };
  }
  return best !== null && best.steps <= Math.max(2, Math.floor(bounded.length / 3)) ? best.name : null;
};

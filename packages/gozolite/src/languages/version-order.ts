/**
 * Orders version numbers and tells whether a selector means one.
 */
const parts = (version: string): string[] => version.split(/[.+_-]/);

/** Negative when `a` is newer. Numbers compare as numbers; what is not a number comes after what is. */
export function newestFirst(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = comparePart(left[index], right[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Whether `prefix` is `version` or its beginning, up to a separator: `3.1` means 3.1.4, and not 3.13. */
export function selects(prefix: string, version: string): boolean {
  const wanted = prefix.toLowerCase();
  const given = version.toLowerCase();
  return given === wanted || (given.startsWith(wanted) && /[.+_-]/.test(given.charAt(wanted.length)));
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const left = Number(a);
  const right = Number(b);
  if (Number.isNaN(left) || Number.isNaN(right)) {
    if (Number.isNaN(left) !== Number.isNaN(right)) return Number.isNaN(left) ? 1 : -1;
    return a < b ? 1 : -1;
  }
  return right - left;
}

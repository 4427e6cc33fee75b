/**
 * What a list of measured times comes to.
 */
export type Figures = {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly meanMs: number;
  /** Of the whole subject: with several at once it is more than 1,000 / mean. */
  readonly perSecond: number;
};

/** `values` sorted ascending; the nearest rank. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function figuresOf(timesMs: readonly number[], wallMs: number): Figures {
  const sorted = timesMs.toSorted((a, b) => a - b);
  return {
    count: sorted.length,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    meanMs: sorted.reduce((sum, time) => sum + time, 0) / sorted.length,
    perSecond: (sorted.length * 1000) / wallMs,
  };
}

/**
 * Waits for a condition by looking again and again, with a bound. The only kind of waiting in these suites.
 */
export type Waiting = { readonly withinMs: number; readonly what: string; readonly everyMs?: number };

/** Resolves with the first value that is neither null nor false; rejects, saying what did not come, when time is up. */
export async function until<T>(
  look: () => T | null | false | Promise<T | null | false>,
  { withinMs, what, everyMs = 10 }: Waiting,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/**
 * Waits for a condition by looking again and again, with a bound. The only kind of waiting in these suites.
 */
export type Waiting = { readonly withinMs: number; readonly what: string; readonly everyMs?: number };

/** A pause that took longer than it should by more than this was a stall of the machine. */
const STALL_MS = 50;

/**
 * Resolves with the first value that is neither null nor false; rejects, saying what did not come, when time is up. For as long as
 * the machine stood still nobody could do what is waited for: that is given on top.
 */
export async function until<T>(
  look: () => T | null | false | Promise<T | null | false>,
  { withinMs, what, everyMs = 10 }: Waiting,
): Promise<T> {
  let end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== false) return seen;
    const paused = performance.now();
    if (paused > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const stalled = performance.now() - paused - everyMs;
    if (stalled > STALL_MS) end += stalled;
  }
}

/**
 * For a test with a bound on time: a shared machine may stand still for a second, and only ever adds. What a flaw takes too long
 * it takes every time. Vitest tells which test was tried again.
 */
export const NOISE = { retry: 2 };

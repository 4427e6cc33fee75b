/**
 * Time as admission and the engine see it: a port, so that tests turn the hands themselves.
 */
export interface Clock {
  /** Milliseconds that never go back, from no particular origin. */
  now(): number;
  /** Calls `run` once after `ms`. The returned function calls it off, and may be called at any time. */
  after(ms: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Tries again, after a pause, what needs a network: a connection that was lost and a mirror that is just changing are soon
 * over, and an installation that has gone on for minutes is not to end with them.
 */
import { setTimeout as delay } from 'node:timers/promises';

export type Patience = {
  /** Before the second try, the third, and so on. */
  readonly pausesMs: readonly number[];
  /** Ends a pause at once; what it ended is not tried again. */
  readonly signal: AbortSignal;
  /** Hears of each failure that another try follows. */
  say(text: string): void;
};

/** Rejects with the failure of the last try, or with the reason of the signal. */
export async function retried<T>(attempt: () => Promise<T>, { pausesMs, signal, say }: Patience): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      say(`${why}\nTrying again in ${pauseMs / 1000} s.`);
    }
    await delay(pauseMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
  return attempt();
}

/**
 * A clock for tests: it stands still until it is told to go on, and then runs what has fallen due, in order.
 */
import type { Clock } from './clock.ts';

type Alarm = { readonly at: number; readonly run: () => void };

export class ManualClock implements Clock {
  #now = 0;
  readonly #alarms = new Set<Alarm>();

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const alarm = { at: this.#now + ms, run };
    this.#alarms.add(alarm);
    return () => {
      this.#alarms.delete(alarm);
    };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (let next = this.#due(end); next !== null; next = this.#due(end)) {
      this.#alarms.delete(next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }

  /** Alarms that are set: 0 when nothing was left behind. */
  get pending(): number {
    return this.#alarms.size;
  }

  #due(end: number): Alarm | null {
    const [first] = [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    return first ?? null;
  }
}

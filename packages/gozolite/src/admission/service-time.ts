/**
 * How long a slot is held, as an exponentially weighted moving average: what Retry-After is reckoned from.
 */
const WEIGHT = 0.1;

/** Before anything was measured. */
const FIRST_GUESS_MS = 1000;

export class ServiceTime {
  #averageMs: number | null = null;

  observe(ms: number): void {
    this.#averageMs = this.#averageMs === null ? ms : this.#averageMs + WEIGHT * (ms - this.#averageMs);
  }

  /** Whole seconds, at least 1, until `ahead` executions have gone through `slots`. */
  secondsFor(ahead: number, slots: number): number {
    const ms = ((this.#averageMs ?? FIRST_GUESS_MS) * ahead) / slots;
    return Math.max(1, Math.ceil(ms / 1000));
  }
}

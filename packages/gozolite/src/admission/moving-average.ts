/**
 * An exponentially weighted moving average: what the latest executions cost, with old ones forgotten gradually.
 */
const WEIGHT = 0.2;

export class MovingAverage {
  #value: number | null = null;

  observe(value: number): void {
    this.#value = this.#value === null ? value : this.#value + WEIGHT * (value - this.#value);
  }

  /** Null before anything was observed. */
  get value(): number | null {
    return this.#value;
  }
}

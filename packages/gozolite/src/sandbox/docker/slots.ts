/**
 * How many containers there may be at a time that run something. First come, first served; who is aborted does not wait.
 */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Resolves with how to give it back, or with null when aborted first. */
  take(signal: AbortSignal): Promise<(() => void) | null> {
    if (signal.aborted) return Promise.resolve(null);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(this.#giver());
    }
    return new Promise((resolve) => {
      const mine = () => {
        signal.removeEventListener('abort', aborted);
        resolve(this.#giver());
      };
      const aborted = () => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1);
        resolve(null);
      };
      signal.addEventListener('abort', aborted, { once: true });
      this.#waiting.push(mine);
    });
  }

  #giver(): () => void {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    };
  }
}

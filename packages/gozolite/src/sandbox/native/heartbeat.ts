/**
 * Notices a supervisor that is there but does nothing (stopped, or stuck): asks it something at an interval, and tells
 * when not a byte has come for several askings in a row. Counting askings and not clock time keeps a pause of
 * this process itself from being taken for one of the supervisor.
 */
export type HeartbeatOptions = {
  readonly intervalMs: number;
  /** Bytes received so far. */
  readonly received: () => number;
  readonly ask: () => void;
  readonly silent: (ms: number) => void;
};

const MISSED_AT_MOST = 4;

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #timer: NodeJS.Timeout;
  #seen: number;
  #missed = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#seen = options.received();
    this.#timer = setInterval(() => this.#beat(), options.intervalMs).unref();
    options.ask();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const received = this.#options.received();
    this.#missed = received === this.#seen ? this.#missed + 1 : 0;
    this.#seen = received;
    if (this.#missed > MISSED_AT_MOST) {
      this.stop();
      this.#options.silent(this.#missed * this.#options.intervalMs);
      return;
    }
    if (this.#missed === 0) this.#options.ask();
  }
}

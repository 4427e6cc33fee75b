/**
 * The reasons for which one execution can be ended from outside, joined in one signal: its caller has gone, or the
 * service stops.
 */
export type CancelCause = 'caller' | 'shutdown';

export class CancelScope implements Disposable {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #onCaller = (): void => this.cancel('caller');
  #cause: CancelCause | null = null;

  constructor(caller: AbortSignal) {
    this.#caller = caller;
    if (caller.aborted) this.cancel('caller');
    else caller.addEventListener('abort', this.#onCaller, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The first cause; null while there is none. */
  get cause(): CancelCause | null {
    return this.#cause;
  }

  cancel(cause: CancelCause): void {
    this.#cause ??= cause;
    this.#controller.abort();
  }

  /** Lets go of the caller's signal. */
  [Symbol.dispose](): void {
    this.#caller.removeEventListener('abort', this.#onCaller);
  }
}

/**
 * An account of large answers that are not sent yet: each is in memory as a whole until its client has read it.
 *
 * What always holds: together they have at most so many bytes, or there is only one; when another would be too much, those that
 * have held most for longest are dropped for it, so a client that reads is served before one that does not.
 */

type Sending = { readonly bytes: number; readonly since: number; readonly drop: () => void };

export class AnswerMemory {
  readonly #most: number;
  readonly #now: () => number;
  readonly #sending = new Set<Sending>();
  #held = 0;

  constructor(most: number, now: () => number = () => performance.now()) {
    this.#most = most;
    this.#now = now;
  }

  get held(): number {
    return this.#held;
  }

  /** `drop` ends its connection. The function that is returned is called when the answer is sent, or dropped. */
  add(bytes: number, drop: () => void): () => void {
    while (this.#sending.size > 0 && this.#held + bytes > this.#most) this.#dropWorst();
    const sending = { bytes, since: this.#now(), drop };
    this.#sending.add(sending);
    this.#held += bytes;
    return () => this.#remove(sending);
  }

  #dropWorst(): void {
    const now = this.#now();
    const cost = ({ bytes, since }: Sending): number => bytes * (now - since);
    const [first, ...others] = this.#sending;
    if (first === undefined) return;
    const worst = others.reduce((most, one) => (cost(one) > cost(most) ? one : most), first);
    this.#remove(worst);
    worst.drop();
  }

  #remove(sending: Sending): void {
    if (this.#sending.delete(sending)) this.#held -= sending.bytes;
  }
}

/**
 * Answers that are kept for requests that are sent again with the same `Idempotency-Key`. While the first is under way, the
 * others wait for its answer; later they get what it got.
 *
 * What always holds: one key of one tenant runs once, as long as it is remembered; tenants do not share keys; memory is bounded, and
 * who stores most is forgotten first; a shared execution is cancelled only when nobody waits for it any more.
 */
import { Failure } from '../engine/failure.ts';

export type KeptAnswer = { readonly status: number; readonly body: string };

/** `keep` false: it is handed to those who wait, and forgotten. */
export type FreshAnswer = KeptAnswer & { readonly keep: boolean };

export type Claim = {
  readonly tenant: string;
  readonly key: string;
  /** Of the request: the same key with another one is a mistake. */
  readonly digest: string;
  /** Aborted when this one no longer waits. */
  readonly signal: AbortSignal;
};

export type StoreOptions = {
  readonly keepMs: number;
  readonly maxBytes?: number;
  readonly maxAnswers?: number;
  readonly now?: () => number;
};

type Flight = {
  readonly digest: string;
  readonly answer: Promise<KeptAnswer>;
  readonly abort: () => void;
  waiting: number;
};
type Kept = { readonly digest: string; readonly answer: KeptAnswer; readonly until: number };
type Shelf = { readonly answers: Map<string, Kept>; bytes: number };

export class IdempotencyStore {
  readonly #options: Required<StoreOptions>;
  readonly #flights = new Map<string, Flight>();
  readonly #shelves = new Map<string, Shelf>();
  #bytes = 0;
  #count = 0;
  #replays = 0;

  constructor(options: StoreOptions) {
    this.#options = {
      maxBytes: 64 * 1024 * 1024,
      maxAnswers: 20_000,
      now: () => performance.now(),
      ...options,
    };
  }

  /** Answers given again, since the start. */
  get replays(): number {
    return this.#replays;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Calls `run` when the key is new; throws IDEMPOTENCY_KEY_REUSED when it came with another request. */
  async answer(
    claim: Claim,
    run: (signal: AbortSignal) => Promise<FreshAnswer>,
  ): Promise<{ readonly answer: KeptAnswer; readonly replayed: boolean }> {
    const kept = this.#find(claim);
    if (kept !== null) {
      this.#same(kept.digest, claim);
      this.#replays += 1;
      return { answer: kept.answer, replayed: true };
    }
    const name = `${claim.tenant}\0${claim.key}`;
    const flight = this.#flights.get(name);
    if (flight === undefined)
      return { answer: await this.#wait(this.#start(name, claim, run), claim), replayed: false };
    this.#same(flight.digest, claim);
    this.#replays += 1;
    return { answer: await this.#wait(flight, claim), replayed: true };
  }

  #same(digest: string, claim: Claim): void {
    if (digest === claim.digest) return;
    throw new Failure(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key came with another request before: use a new key for every request that is not a repetition.',
    );
  }

  #start(name: string, claim: Claim, run: (signal: AbortSignal) => Promise<FreshAnswer>): Flight {
    const controller = new AbortController();
    const isCurrent = (): boolean => this.#flights.get(name) === flight;
    const land = (): void => {
      if (isCurrent()) this.#flights.delete(name);
    };
    const answer = run(controller.signal)
      .then((fresh) => {
        if (fresh.keep && isCurrent()) this.#keep(claim, { status: fresh.status, body: fresh.body });
        return fresh;
      })
      .finally(land);
    const abort = (): void => {
      // Who repeats the request now is not given what became of this one.
      land();
      controller.abort();
    };
    const flight: Flight = { digest: claim.digest, answer, waiting: 0, abort };
    this.#flights.set(name, flight);
    return flight;
  }

  async #wait(flight: Flight, { signal }: Claim): Promise<KeptAnswer> {
    flight.waiting += 1;
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting === 0) flight.abort();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
    try {
      return await flight.answer;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #find({ tenant, key }: Claim): Kept | null {
    const kept = this.#shelves.get(tenant)?.answers.get(key);
    if (kept === undefined) return null;
    if (kept.until > this.#options.now()) return kept;
    this.#forget(tenant, key);
    return null;
  }

  #keep({ tenant, key, digest }: Claim, answer: KeptAnswer): void {
    const { keepMs, maxBytes, maxAnswers, now } = this.#options;
    const shelf = this.#shelves.get(tenant) ?? { answers: new Map(), bytes: 0 };
    this.#shelves.set(tenant, shelf);
    shelf.answers.set(key, { digest, answer, until: now() + keepMs });
    shelf.bytes += answer.body.length;
    this.#bytes += answer.body.length;
    this.#count += 1;
    while (this.#bytes > maxBytes || this.#count > maxAnswers) this.#forgetOldest();
  }

  /** Of the tenant that stores most. */
  #forgetOldest(): void {
    let most: [string, Shelf] | null = null;
    for (const entry of this.#shelves) if (most === null || entry[1].bytes > most[1].bytes) most = entry;
    if (most === null) return;
    const [tenant, { answers }] = most;
    for (const key of answers.keys()) {
      this.#forget(tenant, key);
      return;
    }
  }

  #forget(tenant: string, key: string): void {
    const shelf = this.#shelves.get(tenant);
    const kept = shelf?.answers.get(key);
    if (shelf === undefined || kept === undefined) return;
    shelf.answers.delete(key);
    shelf.bytes -= kept.answer.body.length;
    this.#bytes -= kept.answer.body.length;
    this.#count -= 1;
    if (shelf.answers.size === 0) this.#shelves.delete(tenant);
  }
}

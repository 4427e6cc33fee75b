/**
 * What is measured: one way of running a program that does nothing, opened once and asked for round after round.
 */
export type Round = { readonly timesMs: readonly number[]; readonly wallMs: number };

export type Opened = AsyncDisposable & { readonly round: (count: number) => Promise<Round> };

export type Subject = {
  readonly name: string;
  /** What is run and what the time covers, for the reader of the table. */
  readonly about: string;
  /** Runs in a round, as a share of what was asked for; less for what is slow. */
  readonly share: number;
  /** Throws `Unavailable` when it cannot be measured here. */
  readonly open: () => Promise<Opened>;
};

/** Not to be had on this machine: the table says so, with the reason. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Calls `once` so often, `concurrency` at a time, and times each call. */
export async function timed(count: number, concurrency: number, once: () => Promise<void>): Promise<Round> {
  const timesMs: number[] = [];
  let left = count;
  const started = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const begun = performance.now();
      await once();
      timesMs.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { timesMs, wallMs: performance.now() - started };
}

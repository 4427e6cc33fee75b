/**
 * The runs that one life of the supervisor has been given and that are not over.
 *
 * What always holds: each settles exactly once, and its signal is not listened to after that; one that the supervisor
 * does not end is noticed.
 */
import { SandboxError, type StageOutcome, type StageSpec } from '../backend.ts';
import type { EndMessage } from './end-message.ts';
import { PendingRun } from './pending-run.ts';
import { ProtocolError } from './protocol.ts';

type InFlight = {
  readonly run: PendingRun;
  readonly resolve: (outcome: StageOutcome) => void;
  readonly reject: (error: Error) => void;
  readonly signal: AbortSignal;
  readonly cancel: () => void;
  /** How many looks it may still be met in flight. */
  looksLeft: number;
};

const LAST_ID = 0xffff_ffff;
/** Beyond its time limit a run may wait for a sandbox, be laid out, and have its work folder read. */
const GRACE_MS = 300_000;

export class RunsInFlight {
  readonly #flights = new Map<number, InFlight>();
  readonly #lookEveryMs: number;
  #lastId = 0;

  /** `overdue` is going to be asked at this interval. */
  constructor(lookEveryMs: number) {
    this.#lookEveryMs = lookEveryMs;
  }

  /**
   * Whether some run should have been over long ago. Counting looks and not clock time keeps a pause of this process from
   * being taken for one of the supervisor.
   */
  overdue(): boolean {
    let late = false;
    for (const flight of this.#flights.values()) {
      flight.looksLeft -= 1;
      late ||= flight.looksLeft < 0;
    }
    return late;
  }

  get size(): number {
    return this.#flights.size;
  }

  /** A run id that none of these has; never 0. */
  nextId(): number {
    do this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    while (this.#flights.has(this.#lastId));
    return this.#lastId;
  }

  /** Takes up a run; `cancel` is called when the signal is aborted while it lasts. */
  add(id: number, spec: StageSpec, signal: AbortSignal, cancel: () => void): Promise<StageOutcome> {
    return new Promise((resolve, reject) => {
      const looksLeft = Math.ceil((spec.limits.time_ms + GRACE_MS) / this.#lookEveryMs);
      this.#flights.set(id, { run: new PendingRun(spec), resolve, reject, signal, cancel, looksLeft });
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  /** The run with this id; the supervisor may speak of no other. */
  run(id: number): PendingRun {
    return this.#flight(id).run;
  }

  /** `keep` makes the bundle of END's number of it. */
  finish(id: number, end: EndMessage, keep: (number: number) => StageOutcome['bundle']): void {
    const flight = this.#flight(id);
    flight.run.checkEnd(end);
    this.#flights.delete(id);
    flight.signal.removeEventListener('abort', flight.cancel);
    try {
      flight.resolve(flight.run.outcome(end, end.bundle === null ? null : keep(end.bundle)));
    } catch (error) {
      flight.reject(error instanceof Error ? error : new SandboxError(String(error)));
    }
  }

  failAll(error: () => Error): void {
    const flights = [...this.#flights.values()];
    this.#flights.clear();
    for (const flight of flights) {
      flight.signal.removeEventListener('abort', flight.cancel);
      flight.reject(error());
    }
  }

  #flight(id: number): InFlight {
    const flight = this.#flights.get(id);
    if (flight === undefined) throw new ProtocolError(`Run ${id} is not in flight.`);
    return flight;
  }
}

/**
 * What every long operation is given: when to stop, and where to say what happens.
 */
export type RunLog = {
  debug(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
};

/** Ends what was begun, with what is to be said of it. */
export type EndSpan = (facts?: Readonly<Record<string, string | number | boolean>>) => void;

/** Where the stages of an execution are told as they happen, for those who trace it. */
export type RunTrace = { begin(stage: string): EndSpan };

export type RunContext = {
  /** The execution's id. */
  readonly id: string;
  /** Aborted when the client has gone away or cancelled, or the service stops. */
  readonly signal: AbortSignal;
  readonly log: RunLog;
  /** Left out when nobody traces. */
  readonly trace?: RunTrace;
  /** How long the caller is ready to wait for a slot, in milliseconds; left out when it did not say. */
  readonly patienceMs?: number;
};

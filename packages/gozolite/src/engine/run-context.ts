/**
 * What every long operation is given: when to stop, and where to say what happens.
 */
export type RunLog = {
  debug(facts: Readonly<Record<string, unknown>>, message: string): void;
  warn(facts: Readonly<Record<string, unknown>>, message: string): void;
};

export type RunContext = {
  /** The execution's id. */
  readonly id: string;
  /** Aborted when the client has gone away or cancelled, or the service stops. */
  readonly signal: AbortSignal;
  readonly log: RunLog;
};

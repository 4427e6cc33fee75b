/**
 * What the signals of the operator mean: TERM and INT stop in order, a second one at once, HUP has the API keys
 * read and the toolchains looked at again. A programming error that nothing caught stops the service in order as well, and
 * so does the loss of the sandbox for good, with a failure as its exit code: whoever manages it is to start it again.
 */
import type { Log } from '../telemetry/log.ts';

export type SignalActions = {
  readonly log: Log;
  /** Stops in order. Resolves when everything is closed. */
  readonly stop: () => Promise<void>;
  /** Resolves, with why, when it is of no more use; its manager is to start it again. */
  readonly lost?: Promise<string>;
  readonly revalidate: () => void;
  readonly exit: (code: number) => void;
};

/** The part of `process` that is needed here. */
export type SignalSource = {
  on(event: string, listener: (detail: unknown) => void): unknown;
};

export const handleSignals = (
  source: SignalSource,
  { log, stop, lost, revalidate, exit }: SignalActions,
): void => {
  let stopping = false;
  const begin = (code: number): void => {
    if (stopping) {
      exit(1);
      return;
    }
    stopping = true;
    stop().then(
      () => exit(code),
      (error: unknown) => {
        log.error({ err: error }, 'The service could not stop in order.');
        exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) {
    source.on(signal, () => {
      log.info(
        { signal },
        stopping ? 'Told to stop again: exiting at once.' : 'Told to stop: finishing what runs.',
      );
      begin(0);
    });
  }
  void lost?.then((problem) => {
    if (stopping) return;
    log.error({}, `${problem} The service ends, so that its manager starts it again.`);
    begin(1);
  });
  source.on('SIGHUP', () => {
    if (stopping) return;
    log.info({ signal: 'SIGHUP' }, 'Reading the API keys and looking at the toolchains again.');
    revalidate();
  });
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    source.on(event, (error) => {
      log.error({ err: error, reason: event }, 'An error that nothing caught: the service stops.');
      begin(1);
    });
  }
};

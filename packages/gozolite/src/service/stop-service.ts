/**
 * Stops in order: nothing new is admitted, what runs may end within the time of grace or is cancelled and answered,
 * answers are sent, then everything is closed.
 */
import type { Engine } from '../engine/engine.ts';

export type Stoppable = {
  readonly app: { close(): PromiseLike<unknown>; readonly server: { closeAllConnections(): void } };
  readonly engine: Pick<Engine, 'drain'>;
  readonly closeRest: () => Promise<void>;
  readonly graceMs: number;
};

/** Beyond the grace: for cancelled runs to be torn down. */
const TEARDOWN_MS = 5_000;
/** For answers to reach slow readers. */
const LAST_BYTES_MS = 2_000;

const within = async (ms: number, work: Promise<void>): Promise<void> => {
  const timeout = Promise.withResolvers<void>();
  const timer = setTimeout(timeout.resolve, ms);
  await Promise.race([work, timeout.promise]);
  clearTimeout(timer);
};

export const stopService = async ({ app, engine, closeRest, graceMs }: Stoppable): Promise<void> => {
  await within(graceMs + TEARDOWN_MS, engine.drain(graceMs));
  const impatience = setTimeout(() => app.server.closeAllConnections(), LAST_BYTES_MS);
  await app.close();
  clearTimeout(impatience);
  await closeRest();
};

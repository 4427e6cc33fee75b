/**
 * Starts the service with the settings of the environment, and runs until it is told to stop.
 */

import type { Environment } from './config/load-config.ts';
import { startService } from './service/run-service.ts';
import { handleSignals } from './service/signals.ts';
import { StartError } from './service/start-error.ts';

/** Resolves when the service has stopped in order. Rejects with `StartError` when it does not start. */
export const serve = async (environment: Environment): Promise<void> => {
  process.title = 'gozolite';
  const stopped = Promise.withResolvers<void>();
  const service = await startService(environment);
  handleSignals(process, {
    log: service.log,
    stop: service.stop,
    lost: service.lost,
    revalidate: service.revalidate,
    exit: (code) => (code === 0 ? stopped.resolve() : process.exit(code)),
  });
  await stopped.promise;
};

if (import.meta.main) {
  try {
    await serve(process.env);
    process.exit(0);
  } catch (error) {
    const lines =
      error instanceof StartError ? error.problems : [error instanceof Error ? error.stack : String(error)];
    for (const line of lines) process.stderr.write(`gozolite: ${line}\n`);
    process.exit(1);
  }
}

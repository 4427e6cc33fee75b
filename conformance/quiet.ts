/**
 * What the host shows of a service that has nothing to do: the state that a suite compares with later.
 */
import { descendantsOf, type HostState, hostState, isAlive } from './host.ts';
import { metric } from './metrics.ts';
import type { Server } from './server.ts';
import { until } from './waiting.ts';

/** Waits until nothing runs, nothing is about to go, and three looks in a row have seen the same. */
export async function quietState(server: Server): Promise<HostState> {
  let last = '';
  let same = 0;
  return until(
    async () => {
      // The canary of a toolchain is no execution, but lives in a sandbox.
      if ((await metric(server, 'gozolite_sandboxes_live')) > 0) return null;
      // What is dead and not yet reaped holds less than what takes its place.
      if (!descendantsOf(server.watched.pid).every(isAlive)) return null;
      const state = hostState(server.watched);
      const now = JSON.stringify(state);
      same = now === last ? same + 1 : 0;
      last = now;
      return same >= 2 ? state : null;
    },
    { withinMs: 240_000, what: 'the service is quiet', everyMs: 100 },
  );
}

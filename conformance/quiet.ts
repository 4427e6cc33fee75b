/**
 * What the host shows of a service that has nothing to do: the state that a suite compares with later.
 */
import { type HostState, hostState } from './host.ts';
import { metric } from './metrics.ts';
import type { Server } from './server.ts';
import { until } from './waiting.ts';

/** Waits until nothing runs and three looks in a row have seen the same. */
export async function quietState(server: Server): Promise<HostState> {
  let last = '';
  let same = 0;
  return until(
    async () => {
      if ((await metric(server, 'gozolite_running')) > 0) return null;
      const state = hostState(server.watched);
      const now = JSON.stringify(state);
      same = now === last ? same + 1 : 0;
      last = now;
      return same >= 2 ? state : null;
    },
    { withinMs: 20_000, what: 'the service is quiet', everyMs: 100 },
  );
}

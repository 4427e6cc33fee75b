/**
 * Finds the processes of the platform below a service, so that a test can kill one: the keeper, the supervisor it
 * forked, and the sandboxes below that.
 */
import { descendantsOf, type HostProcess } from './host.ts';
import type { Server } from './server.ts';

export type Platform = {
  readonly keeper: HostProcess;
  readonly supervisor: HostProcess;
  readonly sandboxes: readonly HostProcess[];
};

/** Null while they are not all there. */
export function platformOf(server: Server): Platform | null {
  const below = descendantsOf(server.pid);
  const keeper = below.find((one) => one.parent === server.pid);
  const supervisor = below.find((one) => one.parent === keeper?.pid);
  if (keeper === undefined || supervisor === undefined) return null;
  const sandboxes = below.filter((one) => one.pid !== keeper.pid && one.pid !== supervisor.pid);
  return { keeper, supervisor, sandboxes };
}

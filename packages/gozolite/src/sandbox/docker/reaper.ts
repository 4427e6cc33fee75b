/**
 * Removes the containers that nobody will come back to: of services that were killed, of an engine that was.
 *
 * What always holds: a container of another service that lives, or may live, is left alone.
 */
import type Docker from 'dockerode';
import { containersLabelled, isGone } from './engine.ts';
import { isOrphan, LABEL, type Owner } from './lease.ts';

export type Reaping = {
  readonly engine: Docker;
  readonly owner: Owner;
  /** Whether one of this backend's own is in use, by its id. */
  readonly inUse: (id: string) => boolean;
};

/** How many were removed. */
export async function reapOrphans({ engine, owner, inUse }: Reaping): Promise<number> {
  const all = await containersLabelled(engine, LABEL.sandbox);
  const orphans = all.filter(({ Id, Labels }) =>
    Labels[LABEL.owner] === owner.id ? !inUse(Id) : isOrphan(Labels, owner, Date.now()),
  );
  await Promise.all(
    orphans.map(({ Id }) =>
      engine
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        }),
    ),
  );
  return orphans.length;
}

/**
 * Gives up root for good.
 *
 * What always holds: when this returns, no thread of the process has a user or group id, a group or a capability of root,
 * and the attempt to become root again has failed. Otherwise it throws, and the service must not go on.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { ServiceUser } from './service-user.ts';

const field = (status: string, name: string): string =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(status)?.[1]?.trim() ?? '';

/** What of root's a thread still has, by its /proc status; null when nothing. */
export const remnant = (
  status: string,
  { uid, gid }: ServiceUser,
  groups: readonly number[] = [],
): string | null => {
  const four = (id: number): string => [id, id, id, id].join('\t');
  if (field(status, 'Uid') !== four(uid)) return `user ids ${field(status, 'Uid')}`;
  if (field(status, 'Gid') !== four(gid)) return `group ids ${field(status, 'Gid')}`;
  if (field(status, 'Groups') !== groups.join(' ')) return `groups ${field(status, 'Groups')}`;
  for (const name of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) {
    if (!/^0+$/.test(field(status, name))) return `capabilities ${name} ${field(status, name)}`;
  }
  return null;
};

const canRegain = (): boolean => {
  try {
    process.setuid?.(0);
    return true;
  } catch {
    return false;
  }
};

/** `groups` are kept for what the service has to reach: never that of root. */
export const dropPrivileges = (user: ServiceUser, groups: readonly number[] = []): void => {
  if (groups.includes(0)) throw new Error('The group of root is not kept.');
  // Groups first: without the user id of root they can no longer be changed.
  process.setgroups?.([...groups]);
  process.setgid?.(user.gid);
  process.setuid?.(user.uid);
  if (canRegain()) throw new Error('The privileges of root could be regained after they were dropped.');
  for (const thread of readdirSync('/proc/self/task')) {
    const left = remnant(readFileSync(`/proc/self/task/${thread}/status`, 'utf8'), user, groups);
    if (left !== null)
      throw new Error(`A thread still has ${left} after the privileges of root were dropped.`);
  }
};

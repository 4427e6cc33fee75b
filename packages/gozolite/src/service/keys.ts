/**
 * Who may come in: the keys of the file that is configured, or everybody on this machine where there is none. The file is read again
 * when it has changed, and when the operator says so.
 *
 * What always holds: a file that has become faulty or unreadable changes nothing but the log and the health: the keys that were read last stay
 * in force, so that a slip of an editor locks nobody out. A file without any key is no such slip: then nobody may come in.
 */
import { chmodSync, chownSync, readFileSync, statSync } from 'node:fs';
import type { KeysInForce } from '../http/parts.ts';
import type { Log } from '../telemetry/log.ts';
import { parseKeyFile } from '../tenants/key-file.ts';
import { createKeyRing, type KeyRing, openKeyRing } from '../tenants/key-ring.ts';
import type { ServiceUser } from './service-user.ts';
import { StartError } from './start-error.ts';

export type Keys = {
  readonly ring: KeyRing;
  readonly inForce: () => KeysInForce | null;
  /** Reads the file now. */
  readonly reload: () => void;
  /** Reads the file whenever it has changed, until `stop`. */
  readonly watch: () => void;
  readonly stop: () => void;
};

type Read = ReturnType<typeof parseKeyFile>;

const WATCH_MS = 1000;

const readKeyFile = (path: string): Read => {
  try {
    return parseKeyFile(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'invalid', problem: `GOZOLITE_API_KEYS_FILE cannot be read: ${reason}.` };
  }
};

/** Another one whenever the file is another one. */
const stampOf = (path: string): string => {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return [ino, size, mtimeNs, ctimeNs].join(' ');
  } catch {
    return 'absent';
  }
};

const openToAll: Keys = {
  ring: openKeyRing,
  inForce: () => null,
  reload: () => undefined,
  watch: () => undefined,
  stop: () => undefined,
};

export const loadKeys = (path: string | null, log: Log): Keys => {
  if (path === null) return openToAll;
  // Taken before the file is read, so that no change between the two is missed.
  let stamp = stampOf(path);
  const first = readKeyFile(path);
  if (first.kind === 'invalid') throw new StartError([first.problem]);
  if (first.records.length === 0) {
    throw new StartError(['The file of API keys holds no key, so nobody could use the service.']);
  }
  const ring = createKeyRing(first.records);
  let problem: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const reload = (): void => {
    stamp = stampOf(path);
    const read = readKeyFile(path);
    if (read.kind === 'invalid') {
      problem = `${read.problem} The keys that were read before stay in force.`;
      log.error({ problem }, 'The API keys were not read again.');
      return;
    }
    problem = null;
    ring.replace(read.records);
    log.info({ count: read.records.length }, 'The API keys were read again.');
  };
  return {
    ring,
    inForce: () => ({ count: ring.count(), problem }),
    reload,
    watch: () => {
      timer ??= setInterval(() => {
        if (stampOf(path) !== stamp) reload();
      }, WATCH_MS).unref();
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
    },
  };
};

/**
 * Lets the user that the service becomes read the file later on too. It holds digests, which that user's process has read by then anyway, and
 * is given no further than to that user's group. A file that belongs to another group already is left as it is.
 */
export const giveKeyFile = (path: string | null, { gid }: ServiceUser): void => {
  if (path === null) return;
  try {
    const { uid, gid: group, mode } = statSync(path);
    if (group === gid || group !== 0 || (mode & 0o004) !== 0) {
      if (group === gid && (mode & 0o040) === 0) chmodSync(path, (mode & 0o777) | 0o040);
      return;
    }
    chownSync(path, uid, gid);
    chmodSync(path, (mode & 0o777) | 0o040);
  } catch {
    // A file that cannot be given is told of when it cannot be read.
  }
};

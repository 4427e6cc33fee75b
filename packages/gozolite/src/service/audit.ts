/**
 * Opens the audit log that the settings name.
 *
 * What always holds: the privileged part of the start does no more than make the folder and give it away; files in it are touched
 * only by the user that the service has become.
 */
import { lchownSync, mkdirSync } from 'node:fs';
import { AuditLog } from '../audit/audit-log.ts';
import { PRODUCT } from '../config/product.ts';
import type { Settings } from '../config/settings.ts';
import type { Log } from '../telemetry/log.ts';
import type { ServiceUser } from './service-user.ts';
import { StartError } from './start-error.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** To be called with the privileges to do it. */
export const giveAuditFolder = ({ audit_dir: folder }: Settings, { uid, gid }: ServiceUser): void => {
  if (folder === null) return;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    lchownSync(folder, uid, gid);
  } catch (error) {
    throw new StartError([`GOZOLITE_AUDIT_DIR ${folder} cannot be made: ${reasonOf(error)}.`]);
  }
};

/** Null when the settings name none. Throws `StartError` when it cannot be gone on with. */
export const openAudit = async (
  settings: Settings,
  log: Log,
  isBusy: () => boolean,
): Promise<AuditLog | null> => {
  const { audit_dir: folder } = settings;
  if (folder === null) return null;
  try {
    return await AuditLog.open({
      folder,
      sync: settings.audit_sync === 'fsync',
      segmentBytes: settings.audit_segment_bytes,
      keep: settings.audit_keep,
      version: PRODUCT.version,
      isBusy,
      onAnchor: ({ seq, hash }) =>
        log.info({ audit_seq: seq, audit_hash: hash }, 'The audit log has come to here.'),
      onTrouble: (error) =>
        log.error({ err: error }, 'The audit log cannot be written: nothing is run until it can.'),
    });
  } catch (error) {
    throw new StartError([
      `The audit log in GOZOLITE_AUDIT_DIR cannot be written: ${reasonOf(error).replace(/\.$/, '')}. The folder and what is in it must belong to the user of the service, and the folders above must let that user through.`,
    ]);
  }
};

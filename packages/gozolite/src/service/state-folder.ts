/**
 * Gives the folder in which the service remembers things to the user that it will be.
 */
import { chownSync, mkdirSync } from 'node:fs';
import { stateFolder } from '../compose.ts';
import type { Settings } from '../config/settings.ts';
import type { ServiceUser } from './service-user.ts';

/** Without that folder the service only forgets, so a failure is none. */
export const giveStateFolder = (settings: Settings, { uid, gid }: ServiceUser): void => {
  const folder = stateFolder(settings);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    chownSync(folder, uid, gid);
  } catch {
    // Nothing is remembered then.
  }
};

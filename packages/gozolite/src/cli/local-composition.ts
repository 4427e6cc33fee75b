/**
 * The product in this process, for commands that work without a server: one run at a time, nothing made ahead of need.
 */
import { type Composition, compose } from '../compose.ts';
import type { Settings } from '../config/settings.ts';
import { QUIET_LOG } from './quiet-log.ts';
import { settingsInForce } from './settings.ts';
import type { Terminal } from './terminal.ts';

export type LocalOptions = {
  readonly slots?: number;
  /** Left out: as the settings say. */
  readonly backend?: Settings['backend'];
};

export function localComposition(terminal: Terminal, { slots, backend }: LocalOptions = {}): Composition {
  const config = settingsInForce(terminal);
  const settings = {
    ...config.settings,
    prepared: 0,
    slots: slots ?? config.settings.slots,
    backend: backend ?? config.settings.backend,
  };
  return compose({ ...config, settings }, QUIET_LOG);
}

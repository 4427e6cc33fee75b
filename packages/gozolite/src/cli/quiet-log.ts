/**
 * The log of a command that works without a server: what the parts have to say comes back in their results and errors.
 */
import type { Log } from '../telemetry/log.ts';

export const QUIET_LOG: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

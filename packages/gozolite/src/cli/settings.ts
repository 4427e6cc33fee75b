/**
 * The settings in force, for the commands that work without a server. A faulty setting ends the command with a sentence.
 */
import { type Config, loadConfig } from '../config/load-config.ts';
import { CliError } from './cli-error.ts';
import { API_KEY_VARIABLE } from './server-variables.ts';
import type { Terminal } from './terminal.ts';

export function settingsInForce(terminal: Terminal): Config {
  const loaded = loadConfig(serviceEnvironment(terminal));
  if (loaded.kind === 'invalid') throw new CliError(loaded.problems.join(' '));
  return loaded.config;
}

/** Without what is meant for this command line and is no setting of the service. */
export function serviceEnvironment({ env }: Terminal): Terminal['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== API_KEY_VARIABLE));
}

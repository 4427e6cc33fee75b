/**
 * The smallest image that the backend can use: the init, and the folders that something is mounted on.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INIT = join(import.meta.dirname, '../../native/build/gozolite-container-init');

/** Root file systems of nothing but folders, as toolchains are kept: each in a folder named after its content. */
export const bareRoot = (home: string, digest: string): string => {
  const folder = join(home, digest);
  for (const name of ['box', 'tmp', 'dev', 'proc', 'sys', 'etc', 'root'])
    mkdirSync(join(folder, name), { recursive: true });
  return folder;
};

export function probeImageTar(): NodeJS.ReadableStream {
  const folder = bareRoot(mkdtempSync(join(tmpdir(), 'gozolite-probe-image-')), '');
  mkdirSync(join(folder, '.gozolite'));
  copyFileSync(INIT, join(folder, '.gozolite/init'));
  const tar = spawn('tar', ['-C', folder, '--owner=0', '--group=0', '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  tar.once('close', () => rmSync(folder, { recursive: true }));
  return tar.stdout;
}

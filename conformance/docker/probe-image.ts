/**
 * The smallest image that the backend can use: the init, and the folders that something is mounted on.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const INIT = join(import.meta.dirname, '../../native/build/gozolite-container-init');

export function probeImageTar(): NodeJS.ReadableStream {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-probe-image-'));
  for (const name of ['.gozolite', 'box', 'tmp', 'dev', 'proc', 'sys', 'etc', 'root'])
    mkdirSync(join(folder, name));
  copyFileSync(INIT, join(folder, '.gozolite/init'));
  const tar = spawn('tar', ['-C', folder, '--owner=0', '--group=0', '-c', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  tar.once('close', () => rmSync(folder, { recursive: true }));
  return tar.stdout;
}

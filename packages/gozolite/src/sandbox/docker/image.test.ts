import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ensureImage } from './image.ts';

let folder = '';
let engine: Server;
/** What the engine was asked to change. */
let changes: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-image-'));
  mkdirSync(join(folder, 'rootfs'));
  writeFileSync(join(folder, 'init'), '');
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  changes = [];
  // It has no image, and takes whatever it is given.
  engine = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://engine');
    if (request.method !== 'GET') changes.push(`${request.method} ${pathname.replace(/[0-9a-f]{16,}/, '*')}`);
    request.resume().once('end', () => {
      response.statusCode = request.method === 'GET' ? 404 : 200;
      response.end('{}\n');
    });
  });
  await new Promise<void>((resolve) => engine.listen(join(folder, 'socket'), resolve));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => engine.close(resolve));
  rmSync(folder, { recursive: true });
});

it('leaves no image of toolchains that could not be read to their end', async () => {
  writeFileSync(join(folder, 'tar'), '#!/bin/sh\necho "Cannot open: ./usr" >&2\nexit 2\n', { mode: 0o755 });
  const log = { debug: () => undefined, warn: () => undefined };
  const source = { rootfs: join(folder, 'rootfs'), init: join(folder, 'init'), log };
  const client = new Docker({ socketPath: join(folder, 'socket') });
  await expect(ensureImage(client, source)).rejects.toThrow('tar failed: Cannot open: ./usr');
  expect(changes).toEqual(['POST /images/create', 'DELETE /images/gozolite-toolchains:*']);
});

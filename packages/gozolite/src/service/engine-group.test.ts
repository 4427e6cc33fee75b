import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { engineGroups } from './engine-group.ts';

const folder = mkdtempSync(join(tmpdir(), 'gozolite-group-'));
afterAll(() => rmSync(folder, { recursive: true }));
const socket = join(folder, 'docker.sock');
writeFileSync(socket, '');
const own = process.getgid?.() ?? 0;

test.skipIf(process.getuid?.() !== 0)('the group of the socket is kept for the Docker backend alone', () => {
  chownSync(socket, 0, 999);
  expect(engineGroups({ backend: 'docker', docker_host: `unix://${socket}` })).toEqual([999]);
  expect(engineGroups({ backend: 'docker', docker_host: null }, { DOCKER_HOST: socket })).toEqual([999]);
  expect(engineGroups({ backend: 'auto', docker_host: `unix://${socket}` })).toEqual([]);
  expect(engineGroups({ backend: 'native', docker_host: `unix://${socket}` })).toEqual([]);
});

test('no group is kept of a socket that is not there, that is the network’s, or that is root’s', () => {
  expect(engineGroups({ backend: 'docker', docker_host: join(folder, 'none') })).toEqual([]);
  expect(engineGroups({ backend: 'docker', docker_host: 'tcp://127.0.0.1:2375' })).toEqual([]);
  writeFileSync(join(folder, 'roots'), '');
  if (own === 0) expect(engineGroups({ backend: 'docker', docker_host: join(folder, 'roots') })).toEqual([]);
});

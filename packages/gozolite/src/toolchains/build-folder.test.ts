import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBuildFolder } from './build-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gozolite-build-'));
});
afterEach(() => rmSync(root, { recursive: true }));

it('goes on where an interrupted build of the same recipe was, and does no stage twice', async () => {
  const first = openBuildFolder(root, 'd1', 'new');
  await first.stage('base', async () => mkdirSync(first.rootfs));
  await expect(first.stage('packages', () => Promise.reject(new Error('no network')))).rejects.toThrow();
  first.markDone('prepare x');
  const second = openBuildFolder(root, 'd1', 'new');
  const done: string[] = [];
  for (const stage of ['base', 'packages']) await second.stage(stage, async () => void done.push(stage));
  expect(done).toEqual(['packages']);
  expect(second.isDone('prepare x')).toBe(true);
  expect(readdirSync(second.path)).toContain('rootfs');
  second.remove();
  expect(readdirSync(root)).toEqual([]);
});

it('begins anew for another recipe, another beginning, and what is old, and leaves nothing behind', () => {
  openBuildFolder(root, 'd1', 'new').markDone('base');
  expect(openBuildFolder(root, 'd2', 'new').isDone('base')).toBe(false);
  openBuildFolder(root, 'd2', 'new').markDone('base');
  expect(openBuildFolder(root, 'd2', 'other').isDone('base')).toBe(false);
  expect(readdirSync(root)).toHaveLength(1);
  const folder = openBuildFolder(root, 'd2', 'other');
  folder.markDone('base');
  const yesterday = Date.now() / 1000 - 24 * 60 * 60;
  utimesSync(join(folder.path, 'done.json'), yesterday, yesterday);
  expect(openBuildFolder(root, 'd2', 'other').isDone('base')).toBe(false);
});

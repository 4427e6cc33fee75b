import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockRoot } from './build-lock.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import { currentRootfs, defaultRoot, type InstalledRootfs } from './places.ts';
import { switchTo } from './switch-rootfs.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gozolite-rootfs-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const install = (letter: string): InstalledRootfs => {
  const digest = letter.repeat(32);
  const path = join(root, digest);
  const manifest: Manifest = {
    format: 1,
    digest,
    built_at: '2026-01-01T00:00:00.000Z',
    build_seconds: 1,
    size_mb: 1,
    suite: 'trixie',
    languages: { python: letter },
    debian: {},
    npm: {},
    pypi: {},
  };
  mkdirSync(join(path, 'opt/gozolite'), { recursive: true });
  writeManifest(path, manifest);
  return { path, manifest };
};

it('uses the file system that was switched to last, and keeps the one before', () => {
  expect(currentRootfs(root)).toBeNull();
  const a = install('a');
  switchTo(root, a, null);
  expect(currentRootfs(root)).toEqual(a);
  const b = install('b');
  switchTo(root, b, a);
  expect(currentRootfs(root)).toEqual(b);
  switchTo(root, install('c'), b);
  expect(readdirSync(root).toSorted()).toEqual(['b'.repeat(32), 'c'.repeat(32), 'current']);
});

it('takes a file system without a manifest for none', () => {
  const path = join(root, 'd'.repeat(32));
  mkdirSync(path);
  switchTo(root, { path, manifest: install('e').manifest }, null);
  expect(currentRootfs(root)).toBeNull();
});

it('is below the cache folder that is configured', () => {
  expect(defaultRoot({ GOZOLITE_CACHE_DIR: '/somewhere' })).toBe('/somewhere/rootfs');
});

it('lets one builder at a time work below a root', async () => {
  const { signal } = new AbortController();
  const first = await lockRoot(root, signal, () => expect.unreachable());
  const events: string[] = [];
  const waiting = Promise.withResolvers<void>();
  const second = lockRoot(root, signal, waiting.resolve).then(async (lock) => {
    events.push('second');
    await lock[Symbol.asyncDispose]();
  });
  await waiting.promise;
  events.push('first');
  await first[Symbol.asyncDispose]();
  await second;
  expect(events).toEqual(['first', 'second']);
});

it('gives up waiting when it is told to stop', async () => {
  const stop = new AbortController();
  await using _held = await lockRoot(root, new AbortController().signal, () => undefined);
  const attempt = lockRoot(root, stop.signal, () => stop.abort(new Error('stopped')));
  await expect(attempt).rejects.toThrow('stopped');
});

/**
 * A file system of toolchains that is replaced under a running service: the service moves to the new one by itself, and what
 * runs meanwhile ends on the old one.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Manifest, writeManifest } from '../../packages/gozolite/src/toolchains/manifest.ts';
import { currentRootfs } from '../../packages/gozolite/src/toolchains/places.ts';
import { switchTo } from '../../packages/gozolite/src/toolchains/switch-rootfs.ts';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { makeRootfs, openWorkshop, putTool } from './small-rootfs.ts';

const workshop = openWorkshop();
const cache = join(workshop.folder, 'cache');
const root = join(cache, 'rootfs');
let server: Server;

/** What an installation leaves: a complete file system, put into use in one step. */
function install(letter: string, version: string): void {
  const digest = letter.repeat(32);
  const path = join(root, digest);
  makeRootfs(path);
  mkdirSync(join(path, 'opt/gozolite'));
  putTool(path, version);
  const manifest: Manifest = {
    format: 1,
    digest,
    built_at: '2026-01-01T00:00:00.000Z',
    build_seconds: 1,
    size_mb: 1,
    suite: 'trixie',
    languages: { tool: letter },
    debian: {},
    npm: {},
    pypi: {},
  };
  writeManifest(path, manifest);
  switchTo(root, { path, manifest }, currentRootfs(root));
}

beforeAll(async () => {
  mkdirSync(root, { recursive: true });
  install('a', '1.0');
  const settings = { ROOTFS: 'auto', LANGUAGES_DIR: workshop.languages, CACHE_DIR: cache, SLOTS: '4' };
  server = await startServer({ settings, languages: ['tool'] });
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  workshop[Symbol.dispose]();
});

const run = (code: string) => execute(server, { language: 'tool', code });

it('moves to what was installed without being told, and lets runs end on what they began with', async () => {
  expect(await run('version\n')).toMatchObject({ version: '1.0', stdout: '1.0\n' });
  const inFlight = run('sleep 4000\nversion\n');
  await until(async () => (await executing()) === 1, { withinMs: 60_000, what: 'the long run has begun' });
  install('b', '2.0');
  await until(async () => (await run('version\n')).version === '2.0', {
    withinMs: 60_000,
    what: 'the new toolchain is used',
  });
  expect(await inFlight).toMatchObject({ error: null, version: '1.0', stdout: '1.0\n' });
});

it('keeps a file system that something still runs on, however many were installed since', async () => {
  const inFlight = run('sleep 4000\nversion\n');
  await until(async () => (await executing()) === 1, { withinMs: 60_000, what: 'the long run has begun' });
  install('c', '3.0');
  await until(async () => (await run('version\n')).version === '3.0', {
    withinMs: 60_000,
    what: 'the third is used',
  });
  install('d', '4.0');
  await until(async () => (await run('version\n')).version === '4.0', {
    withinMs: 60_000,
    what: 'the fourth is used',
  });
  expect(await inFlight).toMatchObject({ error: null, stdout: '2.0\n' });
});

async function executing(): Promise<number> {
  const text = await (await fetch(`${server.base}/metrics`)).text();
  return Number(/^gozolite_running (\d+)/m.exec(text)?.[1] ?? 0);
}

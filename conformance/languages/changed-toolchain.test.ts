/**
 * A toolchain that is upgraded, broken or removed under a running service: the next run notices, and is not blamed.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { makeRootfs, openWorkshop, putTool, toolOf } from './small-rootfs.ts';

const workshop = openWorkshop();
const rootfs = join(workshop.folder, 'rootfs');
let server: Server;

beforeAll(async () => {
  makeRootfs(rootfs);
  putTool(rootfs, '1.0');
  const settings = {
    ROOTFS: rootfs,
    LANGUAGES_DIR: workshop.languages,
    CACHE_DIR: join(workshop.folder, 'cache'),
  };
  server = await startServer({ settings, languages: ['tool'] });
}, 60_000);
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  workshop[Symbol.dispose]();
});

const run = () => execute(server, { language: 'tool', code: 'version\n' });

it('is used as it is', async () => {
  expect(await run()).toMatchObject({ error: null, version: '1.0', stdout: '1.0\n' });
});

it('is told of with its new version by the first run after an upgrade', async () => {
  putTool(rootfs, '2.0');
  expect(await run()).toMatchObject({ error: null, version: '2.0', stdout: '2.0\n' });
});

it('is TOOLCHAIN_BROKEN, with what its canary said, from the first run after it broke', async () => {
  putTool(rootfs, '2.1', '-DBROKEN');
  const result = await run();
  expect(result).toMatchObject({ status: 'failed', error: 'TOOLCHAIN_BROKEN', version: '2.1' });
  expect(result.message).toContain('tool: a part of it is gone');
  expect(result.evidence).toMatchObject({ limit: 'toolchain', mechanism: 'canary' });
});

it('is ready again when it was mended and the service is told to look', async () => {
  putTool(rootfs, '2.2');
  server.signal('SIGHUP');
  await until(async () => (await run()).error === null, {
    withinMs: 60_000,
    what: 'the mended toolchain is used',
  });
  expect(await run()).toMatchObject({ error: null, version: '2.2' });
});

it('is TOOLCHAIN_BROKEN, and said to be gone, from the first run after it was removed', async () => {
  rmSync(toolOf(rootfs));
  const result = await run();
  expect(result).toMatchObject({ status: 'failed', error: 'TOOLCHAIN_BROKEN', version: '2.2' });
  expect(result.message).toMatch(/tool, .* was not found\. It worked when it was looked at before/);
});

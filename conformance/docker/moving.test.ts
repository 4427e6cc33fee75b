/**
 * Containers that the engine is still making or removing when the backend is closed, or moves to other toolchains.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { DockerBackend } from '../../packages/gozolite/src/sandbox/docker/docker-backend.ts';
import { containersLabelled } from '../../packages/gozolite/src/sandbox/docker/engine.ts';
import { LABEL } from '../../packages/gozolite/src/sandbox/docker/lease.ts';
import { probe } from '../backend/probe.ts';
import { runContext } from '../backend/subject.ts';
import { until } from '../waiting.ts';
import { openDocker } from './docker-subject.ts';
import { clientOf } from './engine.ts';
import { bareRoot } from './probe-image.ts';
import { type SlowEngine, slowEngine } from './slow-engine.ts';

const ATTACH = /^POST \S*\/containers\/\w+\/attach/;
const REMOVE = /^DELETE \S*\/containers\/\w+/;
const SOON = { withinMs: 20_000 };

let host = '';
beforeAll(() => {
  host = process.env.GOZOLITE_DOCKER_HOST ?? '';
});

let home = '';
let slow: SlowEngine | null = null;
let backend: DockerBackend | null = null;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gozolite-homes-'));
});
afterEach(async () => {
  await backend?.close();
  await slow?.close();
  [backend, slow] = [null, null];
  const tags = await clientOf(host)
    .listImages({ filters: { label: [`${LABEL.rootfs}=${home}`] } })
    .then((images) => images.flatMap(({ RepoTags }) => RepoTags ?? []));
  for (const tag of tags) await removeImage(tag);
  rmSync(home, { recursive: true });
});
const removeImage = (tag: string): Promise<unknown> => clientOf(host).getImage(tag).remove({ force: true });

type Toolchains = { readonly rootfs: string; readonly image: RegExp };

/** Toolchains that no other test has, and the image that is made of them. */
function toolchains(): Toolchains {
  const digest = randomBytes(32).toString('hex');
  return { rootfs: bareRoot(home, digest), image: new RegExp(`^gozolite-sandbox:${digest.slice(0, 32)}-`) };
}

/** Of an engine that takes its time over one kind of request. */
async function open(request: RegExp, prepared: number, rootfs: string): Promise<DockerBackend> {
  slow = await slowEngine(host, { request, ms: 1500 });
  backend = await openDocker({ host: slow.host, rootfs, prepared });
  return backend;
}

const listed = () => containersLabelled(clientOf(host), LABEL.sandbox);
const listedOf = async (image: RegExp) => (await listed()).filter(({ Image }) => image.test(Image));
const waiting = (one: DockerBackend, count: number) =>
  until(async () => (await one.stats()).prepared === count, { ...SOON, what: `${count} are prepared` });
const oneIsBeingMade = ({ image }: Toolchains) =>
  until(async () => (await listedOf(image)).length === 1, { ...SOON, what: 'a container is being made' });

test('a backend is closed when the containers that were being made are gone', async () => {
  const own = toolchains();
  const closing = await open(ATTACH, 1, own.rootfs);
  await oneIsBeingMade(own);
  expect(await closing.stats()).toMatchObject({ prepared: 0 });
  await closing.close();
  expect(await listedOf(own.image)).toEqual([]);
});

test('a container that was being made of older toolchains is not kept for the newer', async () => {
  const [older, newer] = [toolchains(), toolchains()];
  const moving = await open(ATTACH, 1, older.rootfs);
  await oneIsBeingMade(older);
  await moving.reconfigure({ rootfs: newer.rootfs });
  await waiting(moving, 1);
  const images = (await listed()).map(({ Image }) => Image);
  expect(images).toEqual([expect.stringMatching(newer.image)]);
});

test('the container of a run of older toolchains is not made up for by one of these', async () => {
  const [older, newer] = [toolchains(), toolchains()];
  const moving = await open(REMOVE, 3, older.rootfs);
  await waiting(moving, 3);
  // The first of them is removed, and made up for, while the pool is emptied of the third.
  for (let runs = 0; runs < 2; runs++) await moving.run(probe('exit', [0]), runContext());
  await moving.reconfigure({ rootfs: newer.rootfs });
  await waiting(moving, 3);
  const images = (await listed()).map(({ Image }) => Image);
  expect(images.filter((image) => !newer.image.test(image))).toEqual([]);
});

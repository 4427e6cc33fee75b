/**
 * Builds the `slim` target of the service's Dockerfile for tests. There may be no registry: the base image is then made of
 * Debian's packages, with this machine's trusted certificates, so that the very same Dockerfile is built.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasImage, importImage } from '../../packages/gozolite/src/sandbox/docker/image.ts';
import { retried } from '../../scripts/setup/retried.mjs';
import type { TestEngine } from './engine.ts';

const ROOT = join(import.meta.dirname, '../..');
export const SLIM_IMAGE = 'gozolite-test:slim';
const BASE = 'gozolite-test-base:trixie';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** In seconds, before another try: both programs fetch packages, and end at the first that they do not get. */
const PAUSES_S = [10, 30];

export async function buildSlim({ client, host }: Pick<TestEngine, 'client' | 'host'>): Promise<void> {
  if (!(await hasImage(client, BASE))) await importBase(client);
  const argv = [
    ...['--host', host, 'build', '--quiet', '--network', 'host', '--target', 'slim', '--tag', SLIM_IMAGE],
    ...['--build-arg', `BASE=${BASE}`, '--file', join(ROOT, 'deploy/docker/Dockerfile'), ROOT],
  ];
  // The classic builder is part of every engine.
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  retried(PAUSES_S, () => execFileSync('docker', argv, { stdio: ['ignore', 'ignore', 'inherit'], env }));
}

/** By way of a file: to an engine, what an mmdebstrap that failed has written is an image, and would be one ever after. */
async function importBase(client: TestEngine['client']): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-base-image-'));
  const tar = join(folder, 'base.tar');
  const argv = [
    ...['--mode=root', '--variant=minbase', '--quiet', '--include=ca-certificates'],
    ...['man', 'doc', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
    `--customize-hook=upload ${CERTIFICATES} ${CERTIFICATES}`,
    ...['trixie', tar],
  ];
  try {
    retried(PAUSES_S, () => execFileSync('mmdebstrap', argv, { stdio: ['ignore', 'ignore', 'inherit'] }));
    await importImage(client, createReadStream(tar), BASE);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

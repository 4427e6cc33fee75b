/**
 * Builds the `slim` target of the service's Dockerfile for tests. There may be no registry: the base image is then made of
 * Debian's packages, with this machine's trusted certificates, so that the very same Dockerfile is built.
 */
import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { hasImage, importImage } from '../../packages/gozolite/src/sandbox/docker/image.ts';
import type { TestEngine } from './engine.ts';

const ROOT = join(import.meta.dirname, '../..');
export const SLIM_IMAGE = 'gozolite-test:slim';
const BASE = 'gozolite-test-base:trixie';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

export async function buildSlim({ client, host }: Pick<TestEngine, 'client' | 'host'>): Promise<void> {
  if (!(await hasImage(client, BASE))) await importImage(client, debian(), BASE);
  execFileSync(
    'docker',
    [
      ...['--host', host, 'build', '--quiet', '--network', 'host', '--target', 'slim', '--tag', SLIM_IMAGE],
      ...['--build-arg', `BASE=${BASE}`, '--file', join(ROOT, 'deploy/docker/Dockerfile'), ROOT],
    ],
    // The classic builder is part of every engine.
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DOCKER_BUILDKIT: '0' } },
  );
}

function debian(): NodeJS.ReadableStream {
  const child = spawn(
    'mmdebstrap',
    [
      ...['--mode=root', '--variant=minbase', '--quiet', '--include=ca-certificates'],
      ...['man', 'doc', 'locale'].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
      `--customize-hook=upload ${CERTIFICATES} ${CERTIFICATES}`,
      ...['trixie', '-'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return child.stdout;
}

/**
 * The Docker backend as the suite's subject: on the engine that the project's set-up found or started, with an image of the
 * toolchain root file system that is installed.
 */
import path from 'node:path';
import {
  createDockerBackend,
  type DockerBackend,
} from '../../packages/gozolite/src/sandbox/docker/docker-backend.ts';
import type { DockerBackendOptions } from '../../packages/gozolite/src/sandbox/docker/settings.ts';
import type { Subject } from '../backend/subject.ts';

const ROOTS = process.env.GOZOLITE_TEST_ROOTS ?? '/var/cache/gozolite/rootfs';
const INIT = path.join(import.meta.dirname, '../../native/build/gozolite-container-init');
const SLOTS = 3;

const logged: string[] = [];
function note(facts: Readonly<Record<string, unknown>>, message: string): void {
  logged.push(`${message} ${String(facts.err ?? '')}`);
}

/** Not started. */
function createBackend(change: Partial<DockerBackendOptions> = {}): DockerBackend {
  return createDockerBackend({
    host: process.env.GOZOLITE_DOCKER_HOST ?? null,
    image: null,
    rootfs: path.join(ROOTS, 'current'),
    init: INIT,
    runtime: null,
    languageRuntimes: new Map(),
    cpus: 0,
    slots: SLOTS,
    prepared: 2,
    degraded: [],
    log: { debug: note, warn: note },
    ...change,
  });
}

export async function openDocker(change: Partial<DockerBackendOptions> = {}): Promise<DockerBackend> {
  const backend = createBackend(change);
  await backend.start();
  const { ready, problem, remedy } = backend.status();
  if (ready) return backend;
  await backend.close();
  throw new Error(`The Docker backend is not ready: ${problem} ${remedy}\n${logged.join('\n')}`);
}

export const dockerSubject: Subject<DockerBackend> = {
  name: 'docker',
  slots: SLOTS,
  wallSlackMs: 100,
  open: () => openDocker(),
};

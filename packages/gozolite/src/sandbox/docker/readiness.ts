/**
 * Whether programs can be run in containers here: an engine that answers, an image, and a container that was looked at from
 * inside. Everything that is not as it should be becomes a sentence, and what to do.
 */
import type Docker from 'dockerode';
import { SandboxError } from '../backend.ts';
import { decodeMessage, type ReadyMessage } from '../native/messages.ts';
import type { SandboxContainer } from './container.ts';
import { sharesKernel } from './container-spec.ts';
import { hostOf, reasonOf, statusOf } from './engine.ts';
import { ensureImage, hasImage } from './image.ts';
import { layersOf, missingLayer } from './layers.ts';
import type { Base } from './own-containers.ts';
import type { DockerBackendOptions } from './settings.ts';
import { type Shape, shapeOf } from './shape.ts';

type Sentences = { readonly problem: string; readonly remedy: string };

export type Finding =
  | {
      readonly kind: 'ready';
      readonly image: string;
      readonly ready: ReadyMessage;
      readonly ownNetwork: boolean;
      readonly engineVersion: string;
      /** Of the container that was looked at, which is one of the usual kind. */
      readonly shape: Shape;
    }
  | ({ readonly kind: 'not_ready' } & Sentences);

type Make = (base: Base, shape: Shape) => Promise<SandboxContainer>;

/** The limits that most runs have, as settings.ts has them by default. */
const USUAL = {
  time_ms: 10_000,
  cpu_time_ms: 10_000,
  memory_kb: 262_144,
  processes: 128,
  output_bytes: 1_048_576,
  file_kb: 65_536,
  disk_kb: 131_072,
  open_files: 1024,
};
const LOOK_MS = 30_000;

const notReady = (problem: string, remedy: string): Finding => ({ kind: 'not_ready', problem, remedy });

const sentence = (error: unknown): string => {
  const reason = reasonOf(error);
  return statusOf(error) === null
    ? `The Docker Engine does not answer: ${reason}.`
    : `The Docker Engine refused: ${reason}.`;
};

const unreachable = (error: unknown, { host }: DockerBackendOptions): Sentences => ({
  problem: `The Docker Engine at ${hostOf(host)} does not answer: ${reasonOf(error)}.`,
  remedy:
    'Start it, or set GOZOLITE_DOCKER_HOST to where it is; the user of this service has to be allowed to use its socket.',
});

/** The name of the image, made if it has to be; null when there is nothing to make it from. */
async function image(engine: Docker, options: DockerBackendOptions): Promise<string | null> {
  if (options.image !== null) return (await hasImage(engine, options.image)) ? options.image : null;
  if (options.rootfs === null) return null;
  return ensureImage(engine, { rootfs: options.rootfs, init: options.init, log: options.log });
}

/** What a container’s init finds when it looks around. Nothing is run in it. */
async function lookInside(container: SandboxContainer): Promise<ReadyMessage> {
  let timer: NodeJS.Timeout | undefined;
  try {
    const said = new Promise<ReadyMessage>((resolve, reject) => {
      timer = setTimeout(() => reject(new SandboxError('A container did not say a word.')), LOOK_MS);
      container.listen({
        frame: (type, body) => {
          try {
            const message = decodeMessage(type, body);
            if (message.type === 'ready') resolve(message);
          } catch (error) {
            reject(error);
          }
        },
        closed: (problem) =>
          reject(problem ?? new SandboxError(`A container ended at once. ${container.said}`)),
      });
    });
    said.catch(() => undefined);
    await container.start();
    return await said;
  } finally {
    clearTimeout(timer);
    await container.remove();
  }
}

async function find(engine: Docker, options: DockerBackendOptions, make: Make): Promise<Finding> {
  let engineVersion: string;
  try {
    engineVersion = (await engine.version()).Version;
  } catch (error) {
    return { kind: 'not_ready', ...unreachable(error, options) };
  }
  try {
    const name = await image(engine, options);
    if (name === null && options.image !== null)
      return notReady(
        `The engine has no image ${options.image}.`,
        'Build or load it, or unset GOZOLITE_DOCKER_IMAGE.',
      );
    if (name === null)
      return notReady(
        'There is no toolchain file system to make an image of.',
        'Run `gozolite toolchains install`, or set GOZOLITE_DOCKER_IMAGE.',
      );
    return await settle(name, engineVersion, options, make);
  } catch (error) {
    return notReady(
      `No container could be made ready: ${reasonOf(error)}`,
      'See the log of the Docker Engine; `docker info` says what it cannot enforce.',
    );
  }
}

/** The faster network first; the engine's where that cannot be had. */
async function settle(
  name: string,
  engineVersion: string,
  options: DockerBackendOptions,
  make: Make,
): Promise<Finding> {
  const seen = sharesKernel(options.runtime);
  const shape = shapeOf(USUAL, options.runtime);
  let missing = '';
  for (const ownNetwork of seen ? [true, false] : [false]) {
    const ready = await lookInside(await make({ image: name, ownNetwork }, shape));
    const gap = missingLayer(layersOf(ready, options.degraded, seen));
    if (gap === undefined) return { kind: 'ready', image: name, ready, ownNetwork, engineVersion, shape };
    missing = gap.name;
  }
  return notReady(
    `The engine does not enforce ${missing}, which is mandatory.`,
    'See the log of the Docker Engine; `docker info` says what it cannot enforce.',
  );
}

export const readiness = { find, image, sentence, unreachable };

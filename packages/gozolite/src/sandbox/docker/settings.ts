/**
 * What the Docker backend is built with.
 */
import type { RunLog } from '../../engine/run-context.ts';

export type DockerBackendOptions = {
  /** The engine's socket as a path, or `tcp://host:port`; null for what the `DOCKER_HOST` variable or the usual place says. */
  readonly host: string | null;
  /** An image that has the toolchains and the init; null: made from `rootfs`. */
  readonly image: string | null;
  /** Path of a toolchain root file system to make the image from; null when there is none. */
  readonly rootfs: string | null;
  /** Path of the program that is process 1 of every container. */
  readonly init: string;
  /** The engine's runtime (`runc`, `runsc`, `kata`); null for the engine's own default. */
  readonly runtime: string | null;
  /** Runtimes of languages that are to have another one. */
  readonly languageRuntimes: ReadonlyMap<string, string>;
  /** CPUs a container may use at a time; 0 for all there are. */
  readonly cpus: number;
  readonly slots: number;
  /** Containers made ahead of need. */
  readonly prepared: number;
  readonly degraded: readonly string[];
  readonly log: RunLog;
};

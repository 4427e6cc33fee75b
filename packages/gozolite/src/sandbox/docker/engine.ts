/**
 * The Docker Engine, as far as this backend talks to it; and which of its failures mean what.
 */
import { existsSync } from 'node:fs';
import Docker from 'dockerode';

/** The first is the usual place; the other that of an engine without root. */
const SOCKETS = (): readonly string[] => [
  '/var/run/docker.sock',
  ...(process.env.XDG_RUNTIME_DIR === undefined ? [] : [`${process.env.XDG_RUNTIME_DIR}/docker.sock`]),
];

/** Where the engine is looked for, for people. */
export const hostOf = (host: string | null): string =>
  host ?? process.env.DOCKER_HOST ?? SOCKETS().find(existsSync) ?? '/var/run/docker.sock';

export function connect(host: string | null): Docker {
  const place = hostOf(host);
  if (place.startsWith('tcp://') || place.startsWith('http')) {
    const url = new URL(place.replace(/^tcp:/, 'http:'));
    return new Docker({ host: url.hostname, port: url.port === '' ? 2375 : url.port, protocol: 'http' });
  }
  return new Docker({ socketPath: place.replace(/^unix:\/\//, '') });
}

/** What the engine has of containers with this label, running or not. */
export const containersLabelled = (engine: Docker, label: string): Promise<Docker.ContainerInfo[]> =>
  engine.listContainers({ all: true, filters: { label: [label] } });

/** The HTTP status of what the engine answered; null when it did not answer. */
export function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

export function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const { json } = error;
    if (typeof json === 'object' && json !== null && 'message' in json) return String(json.message).trim();
  }
  return error instanceof Error ? error.message : String(error);
}

/** Ends all that runs in it and removes it. Resolves with whether it was there to be removed. */
export async function removeContainer(container: Docker.Container): Promise<boolean> {
  const remove = (): Promise<unknown> => container.remove({ force: true, v: true });
  try {
    await remove().catch((error: unknown) => {
      if (!hasEndedMeanwhile(error)) throw error;
      return remove();
    });
    return true;
  } catch (error) {
    if (!isGone(error)) throw error;
    return false;
  }
}

/** It is gone already, or somebody is at it. */
const isGone = (error: unknown): boolean => {
  const status = statusOf(error);
  return status === 404 || (status === 409 && /already in progress/.test(reasonOf(error)));
};

/** An engine that was about to kill it finds that there is nothing to kill, and removes nothing. */
const hasEndedMeanwhile = (error: unknown): boolean => / is not running/.test(reasonOf(error));

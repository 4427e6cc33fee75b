/**
 * The group that may use the socket of the Docker Engine, for a service that has to reach it after it gave up root.
 *
 * What always holds: it is kept only where the operator chose the Docker backend, because who may use that socket can
 * become root; the group of root itself is never kept.
 */
import { statSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';

export const engineGroups = (
  { backend, docker_host }: Pick<Settings, 'backend' | 'docker_host'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly number[] => {
  const host = docker_host ?? environment.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
  if (backend !== 'docker' || !/^(unix:\/\/)?\//.test(host)) return [];
  try {
    const { gid } = statSync(host.replace(/^unix:\/\//, ''));
    return gid === 0 ? [] : [gid];
  } catch {
    return [];
  }
};

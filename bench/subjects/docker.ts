/**
 * `docker run` of the same program, where a Docker daemon answers and has an image with a shell.
 */
import { execFileSync } from 'node:child_process';
import { type Subject, timed, Unavailable } from '../subject.ts';
import { PROGRAM } from './bare.ts';

function docker(args: readonly string[]): string {
  try {
    return execFileSync('docker', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 30_000,
    });
  } catch {
    throw new Unavailable('no Docker daemon answers here');
  }
}

export const DOCKER: Subject = {
  name: 'docker run',
  about: '`docker run --rm --network none`, a container for each run',
  share: 0.02,
  open: () => {
    // The one that the Docker backend runs programs in, where it has been made.
    const listed = docker(['image', 'ls', '-q', '--filter', 'reference=gozolite-sandbox']).split('\n')[0];
    const image = process.env.BENCH_DOCKER_IMAGE ?? listed ?? '';
    if (image === '') throw new Unavailable('the Docker backend has made no image here yet');
    const [program, ...args] = PROGRAM;
    const run = () => {
      docker(['run', '--rm', '--network', 'none', '--entrypoint', program, image, ...args]);
      return Promise.resolve();
    };
    return Promise.resolve({
      round: (count) => timed(count, 1, run),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  },
};

/**
 * A container for each run through the port that the engine uses, beside `docker run` of the same image; where an engine
 * answers and the toolchains are installed.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from '../../conformance/waiting.ts';
import { createDockerBackend } from '../../packages/gozolite/src/sandbox/docker/docker-backend.ts';
import { type Opened, type Subject, timed, Unavailable } from '../subject.ts';
import { log, SPEC } from './stage-spec.ts';

const ROOTFS = '/var/cache/gozolite/rootfs/current';
const INIT = fileURLToPath(new URL('../../native/build/gozolite-container-init', import.meta.url));

export const containers = (prepared: number): Subject => ({
  name: prepared === 0 ? 'container, none prepared' : 'container',
  about: 'a fresh container through the Docker backend, from the call to its outcome',
  share: 0.02,
  open: async (): Promise<Opened> => {
    if (!existsSync(ROOTFS)) throw new Unavailable('no toolchains are installed here');
    const backend = createDockerBackend({
      host: process.env.DOCKER_HOST ?? null,
      image: process.env.BENCH_DOCKER_IMAGE ?? null,
      rootfs: ROOTFS,
      init: INIT,
      runtime: null,
      languageRuntimes: new Map(),
      cpus: 0,
      slots: 2,
      prepared,
      degraded: [],
      log,
    });
    await backend.start();
    const { ready, problem } = backend.status();
    if (!ready) {
      await backend.close();
      throw new Unavailable(problem ?? 'the backend is not ready');
    }
    const once = async (): Promise<void> => {
      const outcome = await backend.run(SPEC, { id: 'bench', signal: new AbortController().signal, log });
      if (outcome.end.kind !== 'exited' || outcome.end.code !== 0)
        throw new Error(JSON.stringify(outcome.end));
    };
    return {
      // As a request finds them: what was used has been removed, and what is to be ready is.
      round: async (count) => {
        const timesMs: number[] = [];
        let wallMs = 0;
        for (let i = 0; i < count; i++) {
          const round = await timed(1, 1, once);
          timesMs.push(...round.timesMs);
          wallMs += round.wallMs;
          await until(
            async () => {
              const stats = await backend.stats();
              return stats.live === 0 && stats.prepared === prepared;
            },
            { withinMs: 10_000, what: 'an idle backend', everyMs: 10 },
          );
        }
        return { timesMs, wallMs };
      },
      [Symbol.asyncDispose]: () => backend.close(),
    };
  },
});

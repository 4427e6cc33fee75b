/**
 * A process with a backend, a prepared container and a run, for a test to kill.
 */
import { containersLabelled } from '../../packages/gozolite/src/sandbox/docker/engine.ts';
import { LABEL } from '../../packages/gozolite/src/sandbox/docker/lease.ts';
import { probe } from '../backend/probe.ts';
import { runContext } from '../backend/subject.ts';
import { until } from '../waiting.ts';
import { openDocker } from './docker-subject.ts';
import { clientOf } from './engine.ts';

const client = clientOf(process.env.GOZOLITE_DOCKER_HOST ?? '');
const backend = await openDocker({ prepared: 1 });
await until(async () => (await backend.stats()).prepared === 1, {
  withinMs: 20_000,
  what: 'one is prepared',
});
const running = backend.run(probe('sleep', [60_000], { limits: { time_ms: 60_000 } }), runContext());
await until(
  async () => (await containersLabelled(client, LABEL.sandbox)).some(({ State }) => State === 'running'),
  { withinMs: 20_000, what: 'a running container' },
);
process.stdout.write('running\n');
await running;

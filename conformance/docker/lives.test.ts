/**
 * What only the Docker backend has: containers that could be left behind, by a service or an engine that was killed.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { SandboxError } from '../../packages/gozolite/src/sandbox/backend.ts';
import { INIT_PATH } from '../../packages/gozolite/src/sandbox/docker/container-spec.ts';
import type { DockerBackend } from '../../packages/gozolite/src/sandbox/docker/docker-backend.ts';
import { containersLabelled } from '../../packages/gozolite/src/sandbox/docker/engine.ts';
import { LABEL } from '../../packages/gozolite/src/sandbox/docker/lease.ts';
import { probe } from '../backend/probe.ts';
import { runContext } from '../backend/subject.ts';
import { until } from '../waiting.ts';
import { openDocker } from './docker-subject.ts';
import { clientOf, startEngine } from './engine.ts';
import { bareRoot } from './probe-image.ts';
import { slowEngine } from './slow-engine.ts';

let opened: DockerBackend[] = [];
const open = async (...change: Parameters<typeof openDocker>): Promise<DockerBackend> => {
  const backend = await openDocker(...change);
  opened.push(backend);
  return backend;
};
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  opened = [];
});

let host = '';
beforeAll(() => {
  host = process.env.GOZOLITE_DOCKER_HOST ?? '';
});
/** Of all backends, whoever made them. */
const listed = (at = host) => containersLabelled(clientOf(at), LABEL.sandbox);
const containers = async (at = host): Promise<string[]> =>
  (await listed(at)).map(({ State, Labels }) => `${State} ${Labels[LABEL.owner]}`);
const run = (backend: DockerBackend, spec: ReturnType<typeof probe>) => backend.run(spec, runContext());
const gone = (at?: string) =>
  until(async () => (await containers(at)).length === 0, {
    withinMs: 20_000,
    what: 'no container is left',
    everyMs: 100,
  });

test('nothing is left of runs of every kind, nor of the backend', async () => {
  const backend = await open();
  const kinds = [
    probe('exit', [0]),
    probe('raise', [11]),
    probe('background'),
    probe('flood-forever', [], { limits: { output_bytes: 10_000 } }),
    probe('bomb', [], { limits: { processes: 16, time_ms: 100 } }),
    probe('touch', [60_000], { limits: { memory_kb: 32_768 } }),
    probe('sleep', [60_000], { limits: { time_ms: 50 } }),
  ];
  for (let round = 0; round < 3; round++) await Promise.all(kinds.map((kind) => run(backend, kind)));
  await until(async () => (await backend.stats()).live === 0, { withinMs: 10_000, what: 'all are removed' });
  expect((await containers()).filter((one) => !one.startsWith('created'))).toEqual([]);
  expect(await backend.stats()).toMatchObject({ in_flight: 0, bundles: 0, teardown_failures: 0 });
  await backend.close();
  await gone();
});

test('a container is made ahead of need, used once, and made up for', async () => {
  const backend = await open({ prepared: 1 });
  const usual = { memory_kb: 262_144, disk_kb: 131_072, processes: 128 };
  const waiting = () =>
    until(async () => (await backend.stats()).prepared === 1, { withinMs: 10_000, what: 'one is prepared' });
  await waiting();
  const before = await listed();
  expect(before.map(({ State }) => State)).toEqual(['created']);
  expect((await run(backend, probe('exit', [3], { limits: usual }))).end).toEqual({
    kind: 'exited',
    code: 3,
  });
  await waiting();
  const after = await listed();
  expect(after.map(({ Id }) => Id)).not.toContain(before[0]?.Id);
});

test('what a killed service left is ended with it, and removed by the next', async () => {
  const program = join(import.meta.dirname, 'doomed-service.ts');
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('running');
  expect((await containers()).some((one) => one.startsWith('running'))).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  // The end of its stream is the end of the container, whether or not a service comes back.
  await until(async () => !(await containers()).some((one) => one.startsWith('running')), {
    withinMs: 10_000,
    what: 'nothing runs',
  });
  const next = await open({ prepared: 0 });
  expect(await containers()).toEqual([]);
  expect((await next.stats()).reaped).toBeGreaterThan(0);
});

test('the containers of a service that lives are left alone', async () => {
  const first = await open({ prepared: 1 });
  await until(async () => (await first.stats()).prepared === 1, {
    withinMs: 10_000,
    what: 'one is prepared',
  });
  const second = await open({ prepared: 0 });
  expect((await second.stats()).reaped).toBe(0);
  expect(await containers()).toHaveLength(1);
});

test('a container that is being changed is not taken for one that was left behind', async () => {
  // Longer than it is from one look for such containers to the next.
  const slow = await slowEngine(host, { request: /^POST \S*\/containers\/\w+\/update/, ms: 5000 });
  try {
    const backend = await open({ host: slow.host, prepared: 1 });
    await until(async () => (await backend.stats()).prepared === 1, {
      withinMs: 10_000,
      what: 'one is prepared',
    });
    const small = { memory_kb: 65_536, disk_kb: 131_072, processes: 128 };
    expect((await run(backend, probe('exit', [7], { limits: small }))).end).toEqual({
      kind: 'exited',
      code: 7,
    });
    expect(slow.held).toBe(1);
    expect(await backend.stats()).toMatchObject({ reaped: 0, setup_failures: 0 });
    await backend.close();
  } finally {
    await slow.close();
  }
});

test('an engine that is killed fails what is in flight, and the next run works', async () => {
  const data = mkdtempSync(join(tmpdir(), 'gozolite-engine-data-'));
  let engine = await startEngine(data);
  try {
    const backend = await open({ host: engine.host, image: null, rootfs: null }).catch(
      (error: unknown) => error,
    );
    // An engine of its own has no image, and the toolchains are too large to be imported twice.
    expect(String(backend)).toMatch(/no toolchain file system/);
    await importProbeImage(engine.host);
    const own = await open({ host: engine.host, image: PROBE_IMAGE, prepared: 1 });
    const inits = new Set(initsBelow());
    const inFlight = expect(run(own, probe('sleep', [60_000]))).rejects.toBeInstanceOf(SandboxError);
    await until(async () => (await containers(engine.host)).some((one) => one.startsWith('running')), {
      withinMs: 10_000,
      what: 'a run',
    });
    await engine.kill();
    await inFlight;
    expect(own.status()).toMatchObject({ backend: 'docker' });
    engine = await engine.again();
    expect((await run(own, probe('exit', [7]))).end).toEqual({ kind: 'exited', code: 7 });
    await until(async () => !(await containers(engine.host)).some((one) => !one.startsWith('created')), {
      withinMs: 20_000,
      what: 'nothing is left of before',
    });
    await own.close();
    await gone(engine.host);
    // An engine may forget what it has not ended; the init then ends itself.
    await until(() => initsBelow(inits).length === 0, {
      withinMs: 30_000,
      what: 'no init is left',
      everyMs: 200,
    });
  } finally {
    await engine.stop();
    rmSync(data, { recursive: true, force: true });
  }
});

test('an image of older toolchains goes when nothing needs it any more', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gozolite-homes-'));
  const [older, newer] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const removeImage = (tag: string): Promise<unknown> => clientOf(host).getImage(tag).remove({ force: true });
  const images = (): Promise<string[]> =>
    clientOf(host)
      .listImages({ filters: { label: [`${LABEL.rootfs}=${home}`] } })
      .then((found) => found.flatMap(({ RepoTags }) => RepoTags ?? []).sort());
  const of = (digest: string) => [
    expect.stringMatching(`^gozolite-sandbox:${digest.slice(0, 32)}-`),
    `gozolite-toolchains:${digest.slice(0, 32)}`,
  ];
  try {
    const backend = await open({ image: null, rootfs: bareRoot(home, older) });
    expect(await images()).toEqual(of(older));
    const long = run(backend, probe('sleep', [3000]));
    await until(async () => (await containers()).some((one) => one.startsWith('running')), {
      withinMs: 10_000,
      what: 'a run of the older',
    });
    await backend.reconfigure({ rootfs: bareRoot(home, newer) });
    expect(await images()).toEqual(expect.arrayContaining(of(newer)));
    expect((await long).end).toEqual({ kind: 'exited', code: 0 });
    expect((await run(backend, probe('exit', [7]))).end).toEqual({ kind: 'exited', code: 7 });
    await backend.close();
    await open({ image: null, rootfs: bareRoot(home, newer) });
    expect(await images()).toEqual(of(newer));
  } finally {
    await Promise.all(opened.map((one) => one.close()));
    for (const tag of await images()) await removeImage(tag);
    rmSync(home, { recursive: true });
  }
});

/** Processes of this machine that are the init of a container, but for those that are known. */
function initsBelow(known: ReadonlySet<string> = new Set()): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || known.has(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(INIT_PATH);
    } catch {
      return false;
    }
  });
}

const PROBE_IMAGE = 'gozolite-probe:1';

/** An image with the init and nothing else: the probe is static. */
async function importProbeImage(at: string): Promise<void> {
  const { importImage } = await import('../../packages/gozolite/src/sandbox/docker/image.ts');
  const { probeImageTar } = await import('./probe-image.ts');
  await importImage(clientOf(at), probeImageTar(), PROBE_IMAGE);
}

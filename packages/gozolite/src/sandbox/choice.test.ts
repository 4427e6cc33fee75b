import { expect, test } from 'vitest';
import type { BackendStatus } from './backend.ts';
import { preferNative } from './choice.ts';
import type { ServiceBackend } from './service-backend.ts';

const backend = (name: BackendStatus['backend'], problem: string | null, said: string[]): ServiceBackend => ({
  launch: async () => void said.push(`${name} launched`),
  start: async () => void said.push(`${name} started`),
  status: () => ({
    backend: name,
    ready: problem === null,
    problem,
    remedy: null,
    layers: [],
    metricSources: {},
    facts: {},
  }),
  run: () => Promise.reject(new Error(name)),
  release: () => undefined,
  stats: () => Promise.resolve({}),
  reconfigure: () => Promise.resolve(),
  close: async () => void said.push(`${name} closed`),
});

const choose = async (native: string | null, docker: string | null) => {
  const said: string[] = [];
  const chosen = preferNative(backend('native', native, said), () => backend('docker', docker, said));
  await chosen.launch();
  await chosen.start();
  return { status: chosen.status(), said };
};

test('the native backend is taken where it works, and no engine is asked', async () => {
  const { status, said } = await choose(null, null);
  expect(status).toMatchObject({
    backend: 'native',
    ready: true,
    chosen: expect.stringContaining('preferred'),
  });
  expect(said).toEqual(['native launched', 'native started']);
});

test('containers are taken where it does not, with the reason', async () => {
  const { status, said } = await choose('There is no cgroup.', null);
  expect(status).toMatchObject({
    backend: 'docker',
    ready: true,
    chosen: expect.stringContaining('no cgroup'),
  });
  expect(said).toEqual(['native launched', 'native started', 'docker started', 'native closed']);
});

test('where neither works the native backend says what it lacks', async () => {
  const { status, said } = await choose('There is no cgroup.', 'No engine answers.');
  expect(status).toMatchObject({ backend: 'native', ready: false, problem: 'There is no cgroup.' });
  expect(status.chosen).toMatch(/no cgroup.*No engine answers/);
  expect(said.at(-1)).toBe('docker closed');
});

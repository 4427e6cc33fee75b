import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SandboxError } from '../backend.ts';
import { FakeBackends } from './testing/fake-backend.ts';
import { context, stage } from './testing/stage.ts';

const backends = new FakeBackends();
afterEach(() => backends.closeAll());
afterAll(() => backends[Symbol.asyncDispose]());

describe('status', () => {
  test('lists layers, sources and facts when it is ready', async () => {
    const backend = await backends.start({ degraded: ['cgroup'] });
    const status = backend.status();
    expect(status).toMatchObject({ backend: 'native', ready: true, problem: null, remedy: null });
    expect(status.layers.map(({ name, state, mandatory }) => [name, state, mandatory])).toEqual([
      ['namespaces', 'enforced', true],
      ['seccomp', 'enforced', true],
      ['landlock', 'unavailable', false],
      ['cgroup', 'degraded', true],
    ]);
    expect(status.metricSources.memory_kb).toMatch(/memory\.peak/);
    expect(status.facts).toMatchObject({ supervisor_version: '0.0.0', cgroup_mode: 'v2', restarts: 0 });
  });

  test('says what the supervisor refused and what to do', async () => {
    const backend = await backends.start({ rootfs: '/refused' });
    expect(backend.status()).toMatchObject({
      ready: false,
      problem: 'The isolation layer rootfs is not in force: The root file system is not there.',
      remedy: 'Build it.',
      layers: [{ name: 'rootfs', state: 'unavailable', mandatory: true }],
    });
    await expect(backend.run(stage(['exit', '0']), context())).rejects.toThrow(/not ready.*not there/);
  });

  test('is not ready when a mandatory layer has no mechanism and was not given up', async () => {
    const backend = await backends.start({ rootfs: '/unguarded' });
    expect(backend.status()).toMatchObject({ ready: false, layers: [{ name: 'seccomp' }] });
    await expect(backend.run(stage(['exit', '0']), context())).rejects.toBeInstanceOf(SandboxError);
  });

  test.each([
    ['there is no such program', '/no/such/supervisor', /cannot be started.*ENOENT/],
    ['the program ends at once', '/bin/false', /ended with code 1/],
  ])('says so when %s', async (_, program, problem) => {
    const backend = await backends.start({ binary: program });
    expect(backend.status().ready).toBe(false);
    expect(backend.status().problem).toMatch(problem);
    expect(backend.status().remedy).not.toBe('');
  });

  test('becomes ready by itself when the reason is gone', async () => {
    const late = path.join(backends.folder, 'late');
    const backend = await backends.start({ binary: late });
    expect(backend.status().ready).toBe(false);
    await writeFile(late, `#!/bin/sh\nexec '${backends.binary}' "$@"\n`, { mode: 0o755 });
    await expect.poll(() => backend.status().ready, { timeout: 10_000 }).toBe(true);
  });
});

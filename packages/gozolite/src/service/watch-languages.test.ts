import { expect, it, vi } from 'vitest';
import type { BackendStatus } from '../sandbox/backend.ts';
import type { Log } from '../telemetry/log.ts';
import { watchLanguages } from './watch-languages.ts';

const status = (ready: boolean): BackendStatus => ({
  backend: 'native',
  ready,
  problem: ready ? null : 'No cgroup.',
  remedy: null,
  layers: [],
  metricSources: {},
  facts: {},
});

it('looks only when the sandbox is ready, again when it was lost meanwhile, and on request', async () => {
  vi.useFakeTimers();
  let ready = false;
  let looks = 0;
  let installed = false;
  const said: string[] = [];
  const say = (_facts: object, message: string) => void said.push(message);
  const log: Log = { debug: say, info: say, warn: say, error: say };
  const watch = watchLanguages({
    backend: { status: () => status(ready) },
    languages: { list: () => [] },
    installedAnew: () => {
      const anew = installed;
      installed = false;
      return anew;
    },
    validate: async () => {
      looks++;
      if (looks === 1) ready = false;
    },
    log,
    url: 'http://x',
    intervalMs: 10,
  });
  watch.look();
  await vi.advanceTimersByTimeAsync(100);
  expect([looks, said]).toEqual([0, ['GozoLite answers at http://x, but cannot run code yet.']]);
  ready = true;
  await vi.advanceTimersByTimeAsync(20);
  expect(looks).toBe(1);
  ready = true;
  await vi.advanceTimersByTimeAsync(50);
  expect(looks).toBe(2);
  expect(said.at(-1)).toBe('GozoLite is ready at http://x: 0 of 0 languages are ready.');
  watch.look();
  await vi.advanceTimersByTimeAsync(50);
  expect(looks).toBe(3);
  installed = true;
  await vi.advanceTimersByTimeAsync(50);
  expect(looks).toBe(4);
  expect(said).toContain('Toolchains were installed or removed: looking at them.');
  watch.stop();
  vi.useRealTimers();
});

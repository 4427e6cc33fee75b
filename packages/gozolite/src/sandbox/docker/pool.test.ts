import { afterEach, expect, test } from 'vitest';
import { Pool } from './pool.ts';
import { shapeOf } from './shape.ts';
import { FakeEngine } from './testing/fake-engine.ts';

const shape = shapeOf(
  {
    time_ms: 1000,
    cpu_time_ms: 1000,
    memory_kb: 65_536,
    processes: 16,
    output_bytes: 1024,
    file_kb: 1024,
    disk_kb: 8192,
    open_files: 64,
  },
  null,
);
const log = { debug: () => undefined, warn: () => undefined };

let engines: FakeEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.map((one) => one[Symbol.asyncDispose]()));
  engines = [];
});

/** A pool that makes nothing before its engine may: then all that was asked for by then. */
async function held(prepared: number) {
  const engine = await FakeEngine.open();
  engines.push(engine);
  let waiting: (() => void)[] = [];
  const pool = new Pool({
    prepared,
    make: async (wanted, leaseSeconds) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return engine.make(wanted, leaseSeconds);
    },
    log,
    now: Date.now,
  });
  const letGo = (): void => {
    for (const go of waiting) go();
    waiting = [];
  };
  return { engine, pool, letGo };
}

test('a pool is closed when what was being made is made and removed', async () => {
  const { engine, pool, letGo } = await held(2);
  pool.fill(shape);
  const closing = pool.close();
  letGo();
  await closing;
  expect({ made: engine.made, left: engine.containers.size }).toEqual({ made: 2, left: 0 });
});

test('a container that was not handed out before the close is not handed out', async () => {
  const { engine, pool, letGo } = await held(0);
  const taking = expect(pool.take(shape, 1000)).rejects.toThrow(/being closed/);
  const closing = pool.close();
  letGo();
  await Promise.all([closing, taking]);
  expect({ made: engine.made, left: engine.containers.size }).toEqual({ made: 1, left: 0 });
  await expect(pool.take(shape, 1000)).rejects.toThrow(/being closed/);
  expect(engine.made).toBe(1);
});

test('what was begun before the pool was emptied is made up for, and not kept', async () => {
  const { engine, pool, letGo } = await held(1);
  pool.fill(shape);
  await pool.empty();
  letGo();
  pool.fill(shape);
  await expect.poll(() => [engine.made, engine.containers.size, pool.size]).toEqual([1, 0, 0]);
  letGo();
  await expect.poll(() => [engine.made, engine.containers.size, pool.size]).toEqual([2, 1, 1]);
  expect((await pool.take(shape, 1000)).id).toBe('c2');
});

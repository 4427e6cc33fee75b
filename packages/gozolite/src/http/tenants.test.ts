import { ExecutionResult } from '@gozolite/client';
import { Check } from 'typebox/value';
import { afterAll, describe, expect, it } from 'vitest';
import type { Caller } from '../engine/engine.ts';
import { createKey } from '../tenants/api-key.ts';
import {
  execute,
  resultOf,
  SMALLEST,
  type TestOptions,
  type TestService,
  testService,
} from './test-service.ts';

const services: TestService[] = [];
const start = async (options?: TestOptions): Promise<TestService> => {
  const service = await testService(options);
  services.push(service);
  return service;
};
afterAll(() => Promise.all(services.map((service) => service[Symbol.asyncDispose]())));
const as = (key: string, more: Readonly<Record<string, string>> = {}) => ({
  authorization: `Bearer ${key}`,
  ...more,
});

describe('what a key bounds', () => {
  const bounds = { concurrency: 3, max_limits: { time_ms: 500 }, languages: ['python'], rate_limit: 2 };
  const bounded = createKey({ tenant: 'acme', bounds });
  const free = createKey({ tenant: 'free' });
  const records = [bounded.record, free.record];

  it('reaches the engine with the caller', async () => {
    const callers: Caller[] = [];
    const service = await start({
      records,
      behaviour: async ({ caller, context }) => {
        callers.push(caller);
        return resultOf(context.id);
      },
    });
    await execute(service, SMALLEST, as(bounded.key));
    await execute(service, SMALLEST, as(free.key));
    expect(callers[0]).toMatchObject({ tenant: 'acme', keyId: bounded.record.id, concurrency: 3 });
    expect([...(callers[0]?.languages ?? [])]).toEqual(['python']);
    expect(callers[0]?.limits?.run.maxima.time_ms).toBe(500);
    expect(callers[1]).toMatchObject({ tenant: 'free', concurrency: null, languages: null });
  });

  it('is held against the request: limits, rate', async () => {
    const service = await start({ records });
    const long = { ...SMALLEST, limits: { time_ms: 1000 } };
    const refused = await execute(service, long, as(bounded.key));
    expect([refused.statusCode, refused.json().evidence]).toEqual([
      422,
      { limit: 'time_ms', allowed: 500, measured: 1000, mechanism: 'configuration' },
    ]);
    expect((await execute(service, long, as(free.key))).statusCode).toBe(200);
    await execute(service, SMALLEST, as(bounded.key));
    expect((await execute(service, SMALLEST, as(bounded.key))).statusCode).toBe(429);
  });

  it('is what /capabilities and /languages say to its bearer', async () => {
    const other = createKey({ tenant: 'other', bounds: { languages: ['c'] } });
    const service = await start({
      records: [...records, other.record],
      environment: { GOZOLITE_CPU_QUOTA: '60' },
    });
    const get = async (url: string, key: string) =>
      (await service.app.inject({ url, headers: as(key) })).json();
    expect(await get('/capabilities', bounded.key)).toMatchObject({
      caller: { tenant: 'acme', concurrency: 3, rate_limit: 2, cpu_quota: 60 },
      limits: { run: { maxima: { time_ms: 500 } } },
    });
    expect((await get('/capabilities', free.key)).caller).toMatchObject({ rate_limit: null });
    expect((await get('/capabilities', other.key)).languages).toEqual([]);
    expect((await get('/languages/python', other.key)).error).toBe('NOT_FOUND');
    expect((await get('/languages/python', bounded.key)).id).toBe('python');
  });
});

describe('an execution that has ended', () => {
  it('is found by its id by its own tenant, and is nowhere for another', async () => {
    const [mine, colleague, stranger] = ['acme', 'acme', 'other'].map((tenant) => createKey({ tenant }));
    if (mine === undefined || colleague === undefined || stranger === undefined) throw new Error('no keys');
    const service = await start({ records: [mine.record, colleague.record, stranger.record] });
    const { id } = (await execute(service, SMALLEST, as(mine.key))).json();
    const record = { id, tenant: 'acme', keyId: null, language: 'python', version: '3', codeSha256: 'abc' };
    service.parts.recent.add({ ...record, result: resultOf(id) }, { requestId: 'r1', traceId: null });
    const ask = (path: string, key: string) =>
      service.app.inject({ url: `/executions/${path}`, headers: as(key) });
    expect((await ask(id, colleague.key)).json()).toMatchObject({
      id,
      request_id: 'r1',
      status: 'ok',
      tenant: 'acme',
    });
    const [foreign, absent] = [await ask(id, stranger.key), await ask('f'.repeat(32), stranger.key)];
    const withoutId = ({ body }: { body: string }) => ({ ...JSON.parse(body), id: '' });
    expect([foreign.statusCode, withoutId(foreign)]).toEqual([404, withoutId(absent)]);
  });
});

describe('Idempotency-Key', () => {
  const setUp = async (options: TestOptions = {}) => {
    let runs = 0;
    const service = await start({
      behaviour: async ({ context }) => {
        runs += 1;
        return resultOf(context.id);
      },
      ...options,
    });
    return { service, runs: () => runs };
  };

  it('has the same answer given again, marked as such', async () => {
    const { service, runs } = await setUp();
    const headers = { 'idempotency-key': 'a-1' };
    const first = await execute(service, SMALLEST, headers);
    const second = await execute(service, SMALLEST, headers);
    expect([first.headers['idempotent-replayed'], second.headers['idempotent-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect([second.statusCode, second.body]).toEqual([200, first.body]);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(runs()).toBe(1);
  });

  it('with another request is refused, and of another tenant is another key', async () => {
    const [a, b] = [createKey({ tenant: 'a' }), createKey({ tenant: 'b' })];
    const { service, runs } = await setUp({ records: [a.record, b.record] });
    const key = { 'idempotency-key': 'same' };
    await execute(service, SMALLEST, as(a.key, key));
    const reused = await execute(service, { ...SMALLEST, stdin: 'x' }, as(a.key, key));
    expect([reused.statusCode, reused.json().error]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(Check(ExecutionResult, reused.json())).toBe(true);
    const other = await execute(service, { ...SMALLEST, stdin: 'x' }, as(b.key, key));
    expect([other.statusCode, runs()]).toEqual([200, 2]);
  });

  it('is refused when it is not well-formed, and ignored when it is switched off', async () => {
    const { service } = await setUp();
    for (const key of ['', 'a b', 'x'.repeat(256), 'ü']) {
      expect([key, (await execute(service, SMALLEST, { 'idempotency-key': key })).statusCode]).toEqual([
        key,
        400,
      ]);
    }
    const off = await setUp({ environment: { GOZOLITE_IDEMPOTENCY_SECONDS: '0' } });
    for (let count = 0; count < 2; count++) await execute(off.service, SMALLEST, { 'idempotency-key': 'a' });
    expect(off.runs()).toBe(2);
  });
});

it('a caller may say how long it is ready to wait', async () => {
  const seen: (number | undefined)[] = [];
  const service = await start({
    behaviour: async ({ context }) => {
      seen.push(context.patienceMs);
      return resultOf(context.id);
    },
  });
  for (const prefer of ['wait=3', 'respond-async, wait="0"', 'wait=x', 'return=minimal']) {
    await execute(service, SMALLEST, { prefer });
  }
  expect(seen).toEqual([3000, 0, undefined, undefined]);
});

it('diagnostics name tenants, refusals, failures, audit log, keys and where settings came from', async () => {
  const service = await start({ environment: { GOZOLITE_SLOTS: '3' } });
  const record = { id: 'x', tenant: 'acme', keyId: null, language: 'c', version: null, codeSha256: '' };
  const result = resultOf('x', { status: 'failed', error: 'TOOLCHAIN_BROKEN', message: 'It is broken.' });
  service.parts.recent.add({ ...record, result }, { requestId: 'r', traceId: null });
  const diagnostics = (await service.app.inject('/diagnostics')).json();
  expect(diagnostics).toMatchObject({
    kernel: { release: expect.any(String) },
    admission: { saturated: false, tenants: [], refused: { queue_full: 0 } },
    audit: null,
    api_keys: null,
    traces: false,
    last_failures: [{ id: 'x', error: 'TOOLCHAIN_BROKEN', message: 'It is broken.' }],
  });
  expect(diagnostics.settings).toContainEqual({ setting: 'GOZOLITE_SLOTS', value: 3, origin: 'environment' });
});

import { request } from 'node:http';
import { ExecutionResult } from '@gozolite/client';
import { Check } from 'typebox/value';
import { afterAll, describe, expect, it } from 'vitest';
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

describe('addresses and methods', () => {
  it('that do not exist are 404, whatever the method and body', async () => {
    const { app } = await start();
    for (const method of ['GET', 'POST', 'DELETE', 'OPTIONS', 'PATCH'] as const) {
      const answer = await app.inject({
        method,
        url: '/nothing',
        ...(method === 'POST' ? { payload: { a: 1 } } : {}),
      });
      expect([answer.statusCode, answer.json().error]).toEqual([404, 'NOT_FOUND']);
    }
  });

  it('of another method are 405 and say which are allowed', async () => {
    const { app } = await start();
    const answer = await app.inject({ method: 'GET', url: '/execute?x=1' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('OPTIONS, POST');
    expect(Check(ExecutionResult, answer.json())).toBe(true);
    expect((await app.inject({ method: 'DELETE', url: '/languages/python' })).headers.allow).toBe(
      'GET, HEAD, OPTIONS',
    );
  });

  it('answer OPTIONS with what they allow, and nothing for other origins', async () => {
    const { app } = await start();
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await app.inject({ method: 'OPTIONS', url: '/execute', headers });
    expect(answer.statusCode).toBe(204);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('answer HEAD like GET, without the body', async () => {
    const { app } = await start();
    const answer = await app.inject({ method: 'HEAD', url: '/capabilities' });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
  });
});

describe('the Host header', () => {
  it('must be there once', async () => {
    const { app } = await start();
    const url = new URL(await app.listen({ port: 0, host: '127.0.0.1' }));
    const ask = async (headers: readonly string[]) => {
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      request({ port: url.port, path: '/health/live', setHost: false, headers }, (answer) => {
        resolve(answer.resume().statusCode);
      }).end();
      return promise;
    };
    expect(await ask(['Host', url.host])).toBe(200);
    expect(await ask(['Host', url.host, 'Host', 'evil.example'])).toBe(400);
    expect(await ask(['Host', url.host, 'host', url.host])).toBe(400);
    expect(await ask([])).toBe(400);
  });

  const statusFor = async (service: TestService, host: string) =>
    (await service.app.inject({ url: '/health/live', headers: { host } })).statusCode;

  it('must name this machine while no key is needed', async () => {
    const service = await start();
    for (const host of ['localhost', 'LOCALHOST:80', '127.0.0.1:8080', '127.1.2.3', '[::1]:8080']) {
      expect([host, await statusFor(service, host)]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.nip.io',
      '10.0.0.1',
      'a@localhost',
    ]) {
      expect([host, await statusFor(service, host)]).toEqual([host, 403]);
    }
  });

  it('may be any name when a key is needed, unless names are listed', async () => {
    const records = [createKey({ tenant: 'a' }).record];
    expect(await statusFor(await start({ records }), 'box.example')).toBe(200);
    const listed = await start({ records, environment: { GOZOLITE_ALLOWED_HOSTS: 'box.example,other:81' } });
    expect(await statusFor(listed, 'box.example:443')).toBe(200);
    expect(await statusFor(listed, 'other:81')).toBe(200);
    expect(await statusFor(listed, 'other:82')).toBe(403);
    expect(await statusFor(listed, 'localhost')).toBe(403);
  });
});

describe('keys', () => {
  it('are asked for, and their scopes respected, before a body is read', async () => {
    const runner = createKey({ tenant: 'acme' });
    const watcher = createKey({ tenant: 'ops', scopes: ['observe'] });
    const seen: string[] = [];
    const service = await start({
      records: [runner.record, watcher.record],
      behaviour: async ({ caller, context }) => {
        seen.push(caller.tenant);
        return resultOf(context.id);
      },
    });
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    expect((await execute(service, { not: 'valid' })).statusCode).toBe(401);
    expect((await execute(service)).headers['www-authenticate']).toBe('Bearer');
    expect((await execute(service, SMALLEST, as(watcher.key))).statusCode).toBe(403);
    expect((await execute(service, SMALLEST, as(runner.key))).statusCode).toBe(200);
    expect(seen).toEqual(['acme']);
    const get = async (url: string, key?: string) =>
      (await service.app.inject({ url, headers: key === undefined ? {} : as(key) })).statusCode;
    for (const url of ['/metrics', '/diagnostics']) {
      expect([await get(url), await get(url, runner.key), await get(url, watcher.key)]).toEqual([
        401, 403, 200,
      ]);
    }
    for (const url of ['/capabilities', '/languages/python']) {
      expect([await get(url), await get(url, runner.key)]).toEqual([401, 200]);
    }
    for (const url of [
      '/health',
      '/health/live',
      '/health/ready',
      '/openapi.json',
      '/docs/',
      '/docs/js/scalar.js',
    ]) {
      expect([url, await get(url)]).toEqual([url, 200]);
    }
  });

  it('bound how often and how much a caller may run', async () => {
    const rated = await start({ environment: { GOZOLITE_RATE_LIMIT: '2' } });
    const codes = [await execute(rated), await execute(rated), await execute(rated)].map(
      (one) => one.statusCode,
    );
    expect(codes).toEqual([200, 200, 429]);
    const metered = await start({
      environment: { GOZOLITE_CPU_QUOTA: '1' },
      behaviour: async ({ context }) => resultOf(context.id, { cpu_time_ms: 5000 }),
    });
    await execute(metered);
    const refused = await execute(metered);
    expect([refused.statusCode, refused.json().error]).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(200);
  });
});

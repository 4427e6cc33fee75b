import { setTimeout as after } from 'node:timers/promises';
import { ERROR_CODES, ERRORS, ExecutionResult } from '@gozolite/client';
import { Check } from 'typebox/value';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../engine/failure.ts';
import { EXECUTE_EXAMPLES } from '../execute-examples.ts';
import {
  execute,
  resultOf,
  SMALLEST,
  type TestOptions,
  type TestService,
  testService,
} from '../test-service.ts';

const services: TestService[] = [];
const start = async (options?: TestOptions): Promise<TestService> => {
  const service = await testService(options);
  services.push(service);
  return service;
};
afterAll(() => Promise.all(services.map((service) => service[Symbol.asyncDispose]())));

describe('POST /execute', () => {
  it('answers with the whole result, nulls included', async () => {
    const answer = await execute(await start());
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json()).toEqual(resultOf(answer.json().id));
    expect(answer.json().id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('answers 200 to whatever a program did, and the status of the catalogue to what never ran', async () => {
    for (const code of ERROR_CODES) {
      const { status } = ERRORS[code];
      const service = await start({
        behaviour: async ({ context }) => {
          if (status !== 200) throw new Failure(code, 'A sentence.');
          return resultOf(context.id, { status: 'failed', error: code });
        },
      });
      const answer = await execute(service);
      expect([answer.statusCode, answer.json().error]).toEqual([status, code]);
      expect(Check(ExecutionResult, answer.json())).toBe(true);
      expect(answer.headers['retry-after'] !== undefined).toBe('retryAfter' in ERRORS[code]);
    }
  });

  it('says when to come again as the failure says', async () => {
    const behaviour = async () => {
      throw new Failure('OVERLOADED', 'Full.', { retryAfterSeconds: 17 });
    };
    expect((await execute(await start({ behaviour }))).headers['retry-after']).toBe('17');
  });

  it('accepts every example of the documentation', async () => {
    const service = await start();
    for (const { value } of Object.values(EXECUTE_EXAMPLES)) {
      expect((await execute(service, value)).statusCode).toBe(200);
    }
  });

  it('hides what went wrong inside, and logs it under the id of the answer', async () => {
    const behaviour = () => Promise.reject(new TypeError('the secret of the inside'));
    const service = await start({ behaviour });
    const answer = await execute(service);
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error).toBe('INTERNAL_ERROR');
    expect(answer.body).not.toContain('secret');
    const line = service.lines.map((text) => JSON.parse(text)).find(({ level }) => level === 'error');
    expect(line).toMatchObject({ id: answer.json().id, err: { message: 'the secret of the inside' } });
  });

  it('refuses when draining', async () => {
    const service = await start();
    service.shutDown();
    const answer = await execute(service);
    expect([answer.statusCode, answer.json().error]).toEqual([503, 'SHUTTING_DOWN']);
    expect(answer.headers['retry-after']).toBe('5');
  });

  it('cancels the run when the client goes away', async () => {
    const aborted = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const service = await start({
      behaviour: ({ context }) => {
        began.resolve();
        return new Promise((resolve) => {
          context.signal.addEventListener('abort', () => {
            aborted.resolve();
            resolve(resultOf(context.id, { status: 'failed', error: 'CANCELLED' }));
          });
        });
      },
    });
    const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
    const client = new AbortController();
    const body = JSON.stringify(SMALLEST);
    const headers = { 'content-type': 'application/json' };
    const request = fetch(`${url}/execute`, { method: 'POST', body, headers, signal: client.signal });
    await began.promise;
    client.abort();
    await expect(request).rejects.toThrow();
    await aborted.promise;
    await expect.poll(service.running).toBe(0);
  });

  it('does not cancel a run whose answer is sent', async () => {
    let signal: AbortSignal | null = null;
    const service = await start({
      behaviour: async ({ context }) => {
        signal = context.signal;
        return resultOf(context.id);
      },
    });
    const url = await service.app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { 'content-type': 'application/json', connection: 'close' };
    const answer = await fetch(`${url}/execute`, { method: 'POST', body: JSON.stringify(SMALLEST), headers });
    await answer.json();
    await after(20);
    expect(signal).toMatchObject({ aborted: false });
  });
});

describe('request ids', () => {
  it('come back when they are safe, and are made when they are not', async () => {
    const service = await start();
    const idFor = async (given?: string) => {
      const answer = await execute(service, SMALLEST, given === undefined ? {} : { 'x-request-id': given });
      return answer.headers['x-request-id'];
    };
    expect(await idFor('trace-1.A_b')).toBe('trace-1.A_b');
    for (const unsafe of [undefined, '', 'a b', 'x'.repeat(65), 'é', '<b>']) {
      expect(await idFor(unsafe)).toMatch(/^[0-9a-f]{32}$/);
    }
  });

  it('are on refusals too, also on those of the router', async () => {
    const { app } = await start();
    for (const url of ['/nothing', '/%zz']) {
      const answer = await app.inject({ url, headers: { 'x-request-id': 'mine' } });
      expect(answer.headers['x-request-id']).toBe('mine');
      expect(Check(ExecutionResult, answer.json())).toBe(true);
    }
  });
});

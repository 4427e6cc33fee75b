import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import {
  execute,
  resultOf,
  SMALLEST,
  type TestOptions,
  type TestService,
  testService,
} from './test-service.ts';
import { postBytes, stubbornSocket } from './test-socket.ts';

afterEach(() => Promise.all(services.splice(0).map((service) => service[Symbol.asyncDispose]())));
const services: TestService[] = [];
const start = async (options?: TestOptions): Promise<TestService> => {
  const service = await testService(options);
  services.push(service);
  return service;
};

it('large bodies are received only so many at a time, and small ones meanwhile', async () => {
  const goOn = Promise.withResolvers<void>();
  const service = await start({
    environment: { GOZOLITE_BODY_BYTES: '131072', GOZOLITE_SLOTS: '256' },
    behaviour: async ({ context }) => {
      await goOn.promise;
      return resultOf(context.id);
    },
  });
  const large = { ...SMALLEST, stdin: 'x'.repeat(130_000) };
  const held = Array.from({ length: 32 }, () => execute(service, large));
  await expect.poll(service.running).toBe(32);
  const refused = await execute(service, large);
  expect([refused.statusCode, refused.json().error]).toEqual([503, 'OVERLOADED']);
  const small = execute(service);
  goOn.resolve();
  expect((await small).statusCode).toBe(200);
  for (const answer of await Promise.all(held)) expect(answer.statusCode).toBe(200);
  expect((await execute(service, large)).statusCode).toBe(200);
});

it('a client holds no room for what it announces and does not send', async () => {
  const service = await start();
  const { app } = service;
  await app.listen({ port: 0, host: '127.0.0.1' });
  let begun = 0;
  app.server.on('request', () => begun++);
  const silent = await Promise.all(
    Array.from({ length: 40 }, () => stubbornSocket(app, postBytes('{', 8_388_608))),
  );
  await expect.poll(() => begun).toBe(40);
  expect((await execute(service, { ...SMALLEST, stdin: 'x'.repeat(4_000_000) })).statusCode).toBe(200);
  expect((await execute(service)).statusCode).toBe(200);
  for (const socket of silent) socket.destroy();
});

it('a body that is refused in the middle is read to its end, and answered', async () => {
  const { app } = await start({ environment: { GOZOLITE_BODY_BYTES: '131072' } });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const head = postBytes('').replace('content-length: 0', 'transfer-encoding: chunked');
  const socket = await stubbornSocket(app, `${head}${`10000\r\n${' '.repeat(65_536)}\r\n`.repeat(64)}`);
  const answered = once(socket, 'data');
  await once(socket, 'drain');
  socket.write('0\r\n\r\n');
  expect(String(await answered)).toMatch(/^HTTP\/1.1 413 /);
  socket.destroy();
});

it('what waits behind another request of its connection ends with it', async () => {
  const service = await start({
    behaviour: async ({ context }) => {
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      return resultOf(context.id, { status: 'failed', error: 'CANCELLED' });
    },
  });
  await service.app.listen({ port: 0, host: '127.0.0.1' });
  const socket = await stubbornSocket(service.app, postBytes(JSON.stringify(SMALLEST)).repeat(3));
  await expect.poll(service.running).toBe(3);
  socket.destroy();
  await expect.poll(service.running).toBe(0);
});

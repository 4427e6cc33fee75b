/**
 * A way to an engine that holds requests of one kind for a while: what an engine with much to do does to them.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type SlowEngine = {
  /** As `GOZOLITE_DOCKER_HOST` takes it. */
  readonly host: string;
  /** How many requests were held. */
  readonly held: number;
  close(): Promise<void>;
};

type Slowness = {
  /** Of the first line of what is held. */
  readonly request: RegExp;
  readonly ms: number;
};

export async function slowEngine(host: string, { request, ms }: Slowness): Promise<SlowEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-slow-engine-'));
  const path = join(folder, 'docker.sock');
  const sockets = new Set<Socket>();
  let held = 0;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = createConnection({ path: host.replace(/^unix:\/\//, ''), allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    far.pipe(near);
    near.on('data', (chunk: Buffer) => {
      if (!request.test(chunk.toString('latin1'))) {
        far.write(chunk);
        return;
      }
      held++;
      near.pause();
      setTimeout(() => {
        far.write(chunk);
        near.resume();
      }, ms);
    });
    near.on('end', () => far.end());
  });
  await once(server.listen(path), 'listening');
  return {
    host: `unix://${path}`,
    get held() {
      return held;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

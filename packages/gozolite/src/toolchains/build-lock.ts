/**
 * Lets one process at a time build below a root. The lock is a listening abstract socket: the kernel gives it to one
 * process only, and takes it back whenever that process ends, however it ends.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';

export type BuildLock = AsyncDisposable;

/** Waits for as long as another process holds it; `onWait` is called once, when it has to. */
export async function lockRoot(root: string, signal: AbortSignal, onWait: () => void): Promise<BuildLock> {
  const name = createHash('sha256').update(resolve(root)).digest('hex').slice(0, 32);
  const path = `\0gozolite-toolchains-${name}`;
  let waited = false;
  for (;;) {
    signal.throwIfAborted();
    const lock = await tryLock(path);
    if (lock !== null) return lock;
    if (!waited) onWait();
    waited = true;
    await holderGone(path, signal);
  }
}

async function tryLock(path: string): Promise<BuildLock | null> {
  const server = createServer();
  server.listen(path);
  try {
    await once(server, 'listening');
  } catch {
    return null;
  }
  const connections = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('error', () => socket.destroy());
  });
  return {
    async [Symbol.asyncDispose]() {
      for (const socket of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Resolves when the process that holds the lock has given it up. */
async function holderGone(path: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const socket = connect({ path });
  const gone = Promise.withResolvers<void>();
  const stop = () => socket.destroy();
  signal.addEventListener('abort', stop, { once: true });
  socket.on('error', () => gone.resolve());
  socket.on('close', () => gone.resolve());
  socket.resume();
  await gone.promise;
  signal.removeEventListener('abort', stop);
}

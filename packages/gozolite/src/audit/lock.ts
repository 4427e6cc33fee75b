/**
 * Lets one process at a time write an audit log. The lock is a listening abstract socket: the kernel gives it to one process
 * only, and takes it back when that process ends, however it ends.
 */
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { AuditError } from './recover.ts';

export const lockFolder = async (folder: string): Promise<AsyncDisposable> => {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen(`\0gozolite-audit-${hash('sha256', realpathSync(folder)).slice(0, 32)}`);
  try {
    await once(server, 'listening');
  } catch {
    throw new AuditError(`Another service writes the audit log in ${folder}: give each its own folder.`);
  }
  return {
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
};

/**
 * The facts of a host that the checks look at, as a port: the real one reads the system, the one of the tests is a map of
 * files. Nothing here throws: what cannot be read is null.
 */
import { accessSync, constants, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { release, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { errnoOf, messageOf } from '../cli-error.ts';

export type Host = {
  readonly platform: string;
  readonly architecture: string;
  readonly kernel: string;
  readonly uid: number;
  readonly user: string;
  readonly nodeVersion: string;
  read(path: string): string | null;
  list(path: string): readonly string[] | null;
  exists(path: string): boolean;
  may(access: 'write' | 'execute', path: string): boolean;
  which(program: string): string | null;
  /** Bytes free for this user on the file system of `path`, or of its nearest parent that exists. */
  freeBytes(path: string): number | null;
  /** Null when it can be bound, else the errno. */
  bindProblem(address: string, port: number): Promise<string | null>;
};

export function realHost(): Host {
  return {
    platform: process.platform,
    architecture: process.arch,
    kernel: release(),
    uid: process.geteuid?.() ?? -1,
    user: userName(),
    nodeVersion: process.versions.node,
    read: (path) => orNull(() => readFileSync(path, 'utf8')),
    list: (path) => orNull(() => readdirSync(path)),
    exists: (path) => orNull(() => statSync(path)) !== null,
    may,
    which: (program) =>
      (process.env.PATH ?? '')
        .split(delimiter)
        .map((folder) => join(folder, program))
        .find((path) => may('execute', path)) ?? null,
    freeBytes,
    bindProblem,
  };
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** A user without an entry in the password file is known by number. */
function userName(): string {
  return orNull(() => userInfo().username) ?? String(process.geteuid?.() ?? 'unknown');
}

function may(access: 'write' | 'execute', path: string): boolean {
  const mode = access === 'write' ? constants.W_OK : constants.X_OK;
  return orNull(() => accessSync(path, mode) ?? true) !== null;
}

function freeBytes(path: string): number | null {
  const stats = orNull(() => statfsSync(path));
  if (stats !== null) return stats.bavail * stats.bsize;
  const parent = join(path, '..');
  return parent === path ? null : freeBytes(parent);
}

function bindProblem(address: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(errnoOf(error) ?? messageOf(error)));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

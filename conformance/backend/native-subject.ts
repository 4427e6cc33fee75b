/**
 * The native backend as the suite's subject: the supervisor that was built here, on the toolchain root file system when
 * one is installed and on the host's otherwise.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import {
  createNativeBackend,
  type NativeBackend,
  type NativeBackendOptions,
} from '../../packages/gozolite/src/sandbox/native/native-backend.ts';
import type { Subject } from './subject.ts';

const BINARY =
  process.env.GOZOLITE_TEST_SUPERVISOR ??
  path.join(import.meta.dirname, '../../native/build/gozolite-supervisor');
const ROOTS = process.env.GOZOLITE_TEST_ROOTS ?? '/var/cache/gozolite/rootfs';
const ROOTFS = path.join(ROOTS, 'current');
const SLOTS = 4;

/** Sockets are removed from it by who made them; the folder stays. */
export const socketDir = path.join(tmpdir(), `gozolite-conformance-${userInfo().uid}`);
// A socket is for its client alone, but that client, which may be another user, has to get to it.
mkdirSync(socketDir, { recursive: true, mode: 0o711 });

/** What goes to the log, for a failing test to show. */
const logged: string[] = [];

function note(facts: Readonly<Record<string, unknown>>, message: string): void {
  logged.push(`${message} ${JSON.stringify(facts)}`);
}

export const nativeSubject: Subject<NativeBackend> = {
  name: 'native',
  slots: SLOTS,
  wallSlackMs: 50,
  open: () => openNative(),
};

/** Not started. */
export function createBackend(change: Partial<NativeBackendOptions> = {}): NativeBackend {
  const withRoots = existsSync(ROOTFS);
  return createNativeBackend({
    binary: BINARY,
    rootfs: withRoots ? ROOTFS : 'host',
    ...(withRoots ? { rootsDir: ROOTS } : {}),
    socketDir,
    slots: SLOTS,
    prepared: 2,
    log: { debug: note, warn: note },
    ...change,
  });
}

export async function openNative(change: Partial<NativeBackendOptions> = {}): Promise<NativeBackend> {
  const backend = createBackend(change);
  await backend.start();
  const { ready, problem, remedy } = backend.status();
  if (ready) return backend;
  await backend.close();
  throw new Error(`The native backend is not ready: ${problem} ${remedy}\n${logged.join('\n')}`);
}

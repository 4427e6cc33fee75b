/**
 * The native backend over the fake supervisor: everything real but what isolates.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createNativeBackend, type NativeBackend, type NativeBackendOptions } from '../native-backend.ts';
import { silentLog } from './stage.ts';

export class FakeBackends implements AsyncDisposable {
  /** A folder that lives as long as this. */
  readonly folder: string = mkdtempSync(path.join(tmpdir(), 'gozolite-native-'));
  /** Path of the fake supervisor program. */
  readonly binary: string = path.join(this.folder, 'supervisor');
  readonly #made: NativeBackend[] = [];

  constructor() {
    const program = path.join(import.meta.dirname, 'fake-keeper.ts');
    writeFileSync(this.binary, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
  }

  create(change: Partial<NativeBackendOptions> = {}): NativeBackend {
    const backend = createNativeBackend({
      binary: this.binary,
      rootfs: 'host',
      socketDir: path.join(this.folder, 'run'),
      slots: 4,
      prepared: 0,
      log: silentLog,
      ...change,
    });
    this.#made.push(backend);
    return backend;
  }

  async start(change: Partial<NativeBackendOptions> = {}): Promise<NativeBackend> {
    const backend = this.create(change);
    await backend.start();
    return backend;
  }

  /** Closes every backend that was made here. */
  async closeAll(): Promise<void> {
    await Promise.all(this.#made.splice(0).map((backend) => backend.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeAll();
    rmSync(this.folder, { recursive: true });
  }
}

/**
 * A backend as the service needs it: beside running stages, it may have to do something before privileges are given up, and
 * may be moved to other toolchains.
 */
import type { SandboxBackend } from './backend.ts';

export interface ServiceBackend extends SandboxBackend {
  /** To be called before this process drops its privileges, and `start` after. Never throws: `start` finds out and `status` tells. */
  launch(): Promise<void>;
  /** Moves all new runs to another root file system. Rejects with `SandboxError`, and nothing has changed then. */
  reconfigure(change: { readonly rootfs: string }): Promise<void>;
}

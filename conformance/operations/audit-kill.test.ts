/**
 * The audit log of a service that is killed under load: whatever was answered is in it, and it is whole.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killUnderLoad } from './audit-kill.ts';

it('an answered execution is in the audit log, however the service ends', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-audit-'));
  chmodSync(folder, 0o755);
  try {
    const { acknowledged, missing, problems, lives } = await killUnderLoad({
      folder: join(folder, 'audit'),
      kills: 3,
      answersBeforeKill: 40,
      concurrency: 8,
    });
    expect({ missing, problems }).toEqual({ missing: [], problems: [] });
    expect(acknowledged).toBeGreaterThanOrEqual(3 * 40);
    expect(lives).toBe(4);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

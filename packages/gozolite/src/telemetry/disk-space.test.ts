import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { createDiskWatch } from './disk-space.ts';

it('a disk with room is well, and what is free is said', () => {
  const status = createDiskWatch({ folders: [tmpdir(), '/nowhere/at/all'], leastBytes: 1 })();
  expect(status).toMatchObject({ ok: true, message: expect.stringContaining(`MiB at ${tmpdir()}`) });
  expect(status.message).not.toContain('nowhere');
});

it('a disk without room is not, and says what to do', () => {
  const status = createDiskWatch({ folders: [tmpdir()], leastBytes: Number.MAX_SAFE_INTEGER })();
  expect(status).toMatchObject({ ok: false, message: expect.stringContaining('make room there') });
});

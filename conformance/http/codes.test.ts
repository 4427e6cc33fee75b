/**
 * Every code of the catalogue is produced by a real server, with the status, headers and evidence it promises.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERROR_CODES, ERRORS, type ErrorCode } from '@gozolite/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../execute.ts';
import { quietState } from '../quiet.ts';
import { type Server, startServer } from '../server.ts';
import { CODE_CASES } from './code-cases.ts';

let shared: Server;
let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-codes-'));
  chmodSync(folder, 0o755);
  shared = await startServer({ languages: 'all' });
}, 240_000);

afterAll(async () => {
  await shared?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

it('there is a case for every code', () => {
  expect(Object.keys(CODE_CASES).sort()).toEqual([...ERROR_CODES].sort());
});

it.for(ERROR_CODES)('%s', { timeout: 240_000 }, async (code) => {
  const { settings, languages, ready = true, produce } = CODE_CASES[code];
  const own =
    settings === undefined
      ? null
      : await startServer({ settings: settings(folder), ready, ...(languages ? { languages } : {}) });
  try {
    const before = own === null ? await quietState(shared) : null;
    const answer = await produce(own ?? shared);
    if (answer !== null) expectAnswer(code, answer);
    if (before !== null) await shared.settled(before);
  } finally {
    await own?.[Symbol.asyncDispose]();
  }
});

function expectAnswer(code: ErrorCode, { result, headers, status }: Answer): void {
  const { evidence, atLeast } = CODE_CASES[code];
  expect(result).toMatchObject({ error: code, status: 'failed' });
  expect(status).toBe(ERRORS[code].status);
  expect(result.message).toMatch(/^\S.{9,}/);
  if ('retryAfter' in ERRORS[code]) expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  if (evidence !== undefined) {
    expect(result.evidence).toMatchObject(evidence);
    expect(result.evidence?.mechanism).toMatch(/^.{3,}/);
  }
  if (atLeast !== undefined) expect(result.evidence?.measured).toBeGreaterThanOrEqual(atLeast);
}

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resultOf } from '../http/test-service.ts';
import { AuditLog, type AuditOptions } from './audit-log.ts';
import type { Link } from './chain.ts';
import { type AuditEvent, executionEvent } from './events.ts';
import { findEvent } from './find-event.ts';
import { segmentsIn } from './segments.ts';
import { verify } from './verify.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-audit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const anchors: Link[] = [];
const open = (options: Partial<AuditOptions> = {}) =>
  AuditLog.open({
    folder,
    sync: false,
    segmentBytes: 1 << 20,
    keep: 0,
    version: '1.0.0',
    onAnchor: (tip) => void anchors.push(tip),
    onTrouble: () => undefined,
    ...options,
  });

const request = {
  language: 'python',
  code: 'print("secret")',
  stdin: 'secret input',
  env: { TOKEN: 'secret' },
};
const event = (id: string, withCode = false): AuditEvent => {
  const record = { id, tenant: 'acme', keyId: 'k1', language: 'python', version: '3', codeSha256: 'abc' };
  const result = resultOf(id, { stdout: 'secret output' });
  return executionEvent({ ...record, result }, request, { requestId: `r-${id}`, traceId: null, withCode });
};

/** A closed log of `count` executions. */
const writeLog = async (count: number, options: Partial<AuditOptions> = {}): Promise<void> => {
  const log = await open(options);
  for (let index = 0; index < count; index++) await log.append(event(`x${index}`));
  await log.close();
};

const fileOf = (index: number): string => segmentsIn(folder).at(index)?.path ?? '';
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

describe('the audit log', () => {
  // It waits for some milliseconds, and a shared machine may stand still for as long.
  it('waits for others that end soon while all is busy, and writes them together', { retry: 2 }, async () => {
    const log = await open({ isBusy: () => true });
    const before = statSync(fileOf(0)).size;
    const first = log.append(event('first'));
    for (let turn = 0; turn < 3; turn++) await setImmediate();
    expect(statSync(fileOf(0)).size).toBe(before);
    await Promise.all([first, log.append(event('second'))]);
    await log.close();
    const ids = linesOf(fileOf(0)).map((line) => JSON.parse(line).id);
    expect(ids).toEqual([undefined, 'first', 'second']);
  });

  it('has a line an execution, and nothing of its code, input or output', async () => {
    await writeLog(3);
    expect(readFileSync(fileOf(0), 'utf8')).not.toContain('secret');
    expect(JSON.parse(linesOf(fileOf(0))[1] ?? '')).toMatchObject({
      seq: 2,
      kind: 'execution',
      id: 'x0',
      request_id: 'r-x0',
      tenant: 'acme',
      key_id: 'k1',
      language: 'python',
      version: '3',
      code_sha256: 'abc',
      input_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      verdict: { status: 'ok', error: null, exit_code: 0 },
      usage: { time_ms: 12.5, cpu_time_ms: 10, memory_kb: 9000 },
    });
    expect(await verify(folder)).toMatchObject({ ok: true, lines: 4, problems: [], notes: [] });
    expect(statSync(fileOf(0)).mode & 0o777).toBe(0o600);
  });

  it('has the request when that was turned on', async () => {
    const log = await open();
    await log.append(event('x', true));
    await log.close();
    expect((await findEvent(folder, 'x'))?.event.request).toEqual(request);
  });

  it('keeps the order of what is appended at the same time', async () => {
    const log = await open({ sync: true });
    await Promise.all(Array.from({ length: 200 }, (_, index) => log.append(event(`x${index}`))));
    expect(log.status()).toMatchObject({ problem: null, tip: { seq: 201 } });
    await log.close();
    const ids = linesOf(fileOf(0)).map((line) => JSON.parse(line).id);
    expect(ids.slice(1)).toEqual(Array.from({ length: 200 }, (_, index) => `x${index}`));
  });

  it('goes on where an earlier life ended', async () => {
    await writeLog(2);
    await writeLog(2);
    expect(readdirSync(folder).sort()).toEqual(['audit-000000000000001.jsonl', 'head']);
    expect(await verify(folder)).toMatchObject({ ok: true, lines: 6, last: { seq: 6 } });
  });

  it('has one writer', async () => {
    const log = await open();
    await expect(open()).rejects.toThrow('Another service');
    await log.close();
    await (await open()).close();
  });

  it('turns to further files, and verifies across them', async () => {
    await writeLog(20, { segmentBytes: 2000 });
    expect(segmentsIn(folder).length).toBeGreaterThan(5);
    expect(await verify(folder)).toMatchObject({ ok: true, lines: 21, first: { seq: 1 } });
    expect((await findEvent(folder, 'x3'))?.event.id).toBe('x3');
    expect(await findEvent(folder, 'nobody')).toBeNull();
  });

  it('removes old files when told to, and says so in itself', async () => {
    await writeLog(30, { segmentBytes: 2000, keep: 3 });
    expect(segmentsIn(folder)).toHaveLength(3);
    const verified = await verify(folder);
    expect(verified).toMatchObject({ ok: true, problems: [] });
    expect(verified.notes[0]).toContain('were removed by the service');
  });
});

describe('verification finds', () => {
  const problems = async (expected: readonly Link[] = []) =>
    (await verify(folder, expected)).problems.join(' ');

  it.each<[string, (lines: string[]) => string[], string]>([
    [
      'a changed byte',
      (lines) => lines.with(4, lines[4]?.replace('acme', 'acmf') ?? ''),
      'line 5 was changed',
    ],
    ['a line taken out', (lines) => lines.toSpliced(4, 1), 'does not follow number 4'],
    ['a line put in twice', (lines) => lines.toSpliced(4, 0, lines[4] ?? ''), 'does not follow'],
    [
      'two lines exchanged',
      (lines) => lines.with(4, lines[5] ?? '').with(5, lines[4] ?? ''),
      'does not follow',
    ],
    ['an end cut off', (lines) => lines.slice(0, -2), 'ends with number 9, but had come to number 11'],
    ['a beginning cut off', (lines) => lines.slice(2), 'begins with number 3'],
    ['an empty file', () => [], 'ends with number 0'],
    ['a line that is none', (lines) => [...lines.slice(0, 5), 'hello', ...lines.slice(5)], 'is not a line'],
  ])('%s', async (_, change, problem) => {
    await writeLog(10);
    const lines = change(linesOf(fileOf(0)));
    writeFileSync(fileOf(0), lines.map((line) => `${line}\n`).join(''));
    expect(await problems()).toContain(problem);
  });

  it('a file taken out, wherever it was', async () => {
    await writeLog(20, { segmentBytes: 2000 });
    for (const index of [0, 2, -1]) {
      const path = fileOf(index);
      const before = readFileSync(path);
      rmSync(path);
      expect([index, (await verify(folder)).ok]).toEqual([index, false]);
      writeFileSync(path, before);
    }
    expect((await verify(folder)).ok).toBe(true);
  });

  it('a head that was taken away or changed', async () => {
    await writeLog(2);
    writeFileSync(join(folder, 'head'), 'x');
    expect(await problems()).toContain('damaged');
    rmSync(join(folder, 'head'));
    expect(await problems()).toContain('missing');
  });

  it('a whole new chain, by a link that was noted elsewhere', async () => {
    await writeLog(5);
    const anchor = anchors.at(-1);
    rmSync(folder, { recursive: true });
    await writeLog(5, { version: '1.0.1' });
    expect((await verify(folder)).ok).toBe(true);
    expect(await problems(anchor === undefined ? [] : [anchor])).toContain('is not what was written');
  });
});

describe('after a life that ended in the middle of a line', () => {
  it('verification passes, and says what the rest is', async () => {
    await writeLog(3);
    appendFileSync(fileOf(0), '{"seq":5,"kind":"exec');
    const verified = await verify(folder);
    expect(verified.ok).toBe(true);
    expect(verified.notes[0]).toContain('nobody was told');
  });

  it('the rest is cut off and told of, and the log goes on', async () => {
    await writeLog(3);
    appendFileSync(fileOf(0), '{"seq":5,"kind":"exec');
    await writeLog(1);
    const kinds = linesOf(fileOf(0)).map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual([
      'opened',
      'execution',
      'execution',
      'execution',
      'recovered',
      'opened',
      'execution',
    ]);
    expect((await verify(folder)).ok).toBe(true);
  });

  it('a new file that was still empty is gone on with', async () => {
    await writeLog(3);
    writeFileSync(join(folder, 'audit-000000000000005.jsonl'), '');
    await writeLog(1);
    expect(await verify(folder)).toMatchObject({ ok: true, lines: 6, files: 2 });
  });

  it('a log that is not sound is not gone on with', async () => {
    await writeLog(3);
    const whole = readFileSync(fileOf(0));
    writeFileSync(fileOf(0), whole.toString().replace('acme', 'acmf'));
    await expect(open()).rejects.toThrow('is damaged');
    writeFileSync(fileOf(0), whole);
    truncateSync(fileOf(0), whole.lastIndexOf('{"seq"'));
    await expect(open()).rejects.toThrow('is missing');
    rmSync(fileOf(0));
    await expect(open()).rejects.toThrow('are gone');
  });
});

describe('when it cannot be written', () => {
  it('nothing is accepted, and it goes on by itself when it can be written again', async () => {
    const troubles: Error[] = [];
    const log = await open({ segmentBytes: 1, retryMs: 5, onTrouble: (error) => void troubles.push(error) });
    // The next file cannot be made: its name is taken by a folder.
    const blocked = join(folder, 'audit-000000000000002.jsonl');
    mkdirSync(blocked);
    await expect(Promise.all([log.append(event('a')), log.append(event('b'))])).rejects.toThrow(
      'cannot be written',
    );
    expect(log.status()).toMatchObject({ problem: expect.stringContaining('EEXIST'), refused: 2 });
    await expect(log.append(event('c'))).rejects.toThrow('cannot be written');
    expect(troubles).toHaveLength(1);
    rmSync(blocked, { recursive: true });
    await expect.poll(() => log.status().problem).toBeNull();
    await log.append(event('d'));
    await log.close();
    const events = segmentsIn(folder).flatMap(({ path }) => linesOf(path).map((line) => JSON.parse(line)));
    expect(events.map(({ kind }) => kind)).toEqual(['opened', 'recovered', 'execution']);
    expect(events[1]).toMatchObject({ events_refused: 3 });
    expect((await verify(folder)).ok).toBe(true);
  });
});

/**
 * Limits hold where they say, over real HTTP: never before, and always at once.
 */
import { type ExecutionResult, LIMIT_NAMES } from '@gozolite/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { NOISE } from '../waiting.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '2' }, languages: ['c', 'python', 'bash'] });
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const TAKES_KB = `#include <stdlib.h>
#include <string.h>
int main(int c, char **v) { size_t n = strtoul(v[1], 0, 10) * 1024; char *p = malloc(n); memset(p, 7, n); return p[n / 2] == 7 ? 0 : 1; }`;

async function runs(count: number, one: () => Promise<ExecutionResult>): Promise<ExecutionResult[]> {
  const results: ExecutionResult[] = [];
  const worker = async () => {
    while (results.length < count) results.push(await one());
  };
  await Promise.all([worker(), worker()]);
  return results.slice(0, count);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

describe('the least of a limit', () => {
  it.each(LIMIT_NAMES)('%s is the matter of the run that asked for it, and of none after', async (name) => {
    const hello = { language: 'bash', code: 'echo hi' };
    // `execute` fails for an answer that says that the platform has failed.
    for (let i = 0; i < 5; i++) await execute(server, { ...hello, limits: { [name]: 1 } });
    // More than are prepared ahead.
    for (let i = 0; i < 8; i++)
      expect(await execute(server, hello)).toMatchObject({ error: null, stdout: 'hi\n' });
  });

  it('of memory is exceeded before the program begins, with evidence', async () => {
    const result = await execute(server, { language: 'bash', code: 'echo hi', limits: { memory_kb: 1 } });
    expect(result).toMatchObject({
      error: 'MEMORY_LIMIT_EXCEEDED',
      stdout: '',
      exit_code: null,
      evidence: { limit: 'memory_kb', allowed: 1 },
    });
  });
});

describe('memory', () => {
  const limit = 65_536;
  const take = (share: number) => () =>
    execute(server, {
      language: 'c',
      code: TAKES_KB,
      args: [String(Math.round(limit * share))],
      limits: { memory_kb: limit },
    });

  it('of 0.8 times the limit is never refused', async () => {
    for (const result of await runs(50, take(0.8))) {
      expect(result.error).toBeNull();
      expect(result.memory_kb).toBeGreaterThan(limit * 0.79);
      expect(result.memory_kb).toBeLessThan(limit);
    }
  });

  it('of 1.2 times the limit is always refused', async () => {
    for (const result of await runs(50, take(1.2))) {
      expect(result).toMatchObject({
        error: 'MEMORY_LIMIT_EXCEEDED',
        evidence: { limit: 'memory_kb', allowed: limit },
      });
    }
  });

  it('is that of the whole tree of processes', async () => {
    const code =
      'import os\nx = bytearray(30 << 20)\nif os.fork():\n    os.wait()\nelse:\n    y = bytearray(30 << 20)';
    const result = await execute(server, { language: 'python', code, limits: { memory_kb: 262_144 } });
    expect(result.memory_kb).toBeGreaterThan(60 * 1024);
  });
});

describe('time', () => {
  it('ends a sleeper within 50 ms of the limit, and not before', NOISE, async () => {
    const times: number[] = [];
    for (let i = 0; i < 9; i++) {
      const result = await execute(server, { language: 'bash', code: 'sleep 20', limits: { time_ms: 250 } });
      expect(result.error).toBe('TIME_LIMIT_EXCEEDED');
      expect(result.time_ms).toBeGreaterThanOrEqual(250);
      times.push(result.time_ms ?? Number.NaN);
    }
    expect(median(times)).toBeLessThan(300);
  });

  it('of the CPU is counted over all threads and children', NOISE, async () => {
    const code = 'for i in 1 2 3; do (while :; do :; done) & done; wait';
    const result = await execute(server, {
      language: 'bash',
      code,
      limits: { cpu_time_ms: 300, time_ms: 10_000 },
    });
    expect(result).toMatchObject({
      error: 'TIME_LIMIT_EXCEEDED',
      evidence: { limit: 'cpu_time_ms', allowed: 300 },
    });
    expect(result.cpu_time_ms).toBeGreaterThanOrEqual(300);
    expect(result.cpu_time_ms).toBeLessThan(600);
  });

  it('starts with the program, not with the request', async () => {
    const busy = runs(4, () => execute(server, { language: 'bash', code: 'sleep 3' }));
    const result = await execute(server, { language: 'bash', code: 'sleep 0.1', limits: { time_ms: 2000 } });
    expect(result.error).toBeNull();
    await busy;
  });
});

describe('output', () => {
  const print = (bytes: number, encoding: 'utf8' | 'base64' = 'utf8') =>
    execute(server, {
      language: 'bash',
      code: `head -c ${bytes} /dev/zero | tr '\\0' x`,
      limits: { output_bytes: 5000 },
      encoding,
    });

  it('of exactly the limit is whole', async () => {
    const result = await print(5000);
    expect(result).toMatchObject({ error: null, truncated: { stdout_bytes: 0, stderr_bytes: 0 } });
    expect(result.stdout).toBe('x'.repeat(5000));
  });

  it('of one byte more is cut at the byte, and the one is counted', async () => {
    const result = await print(5001);
    expect(result).toMatchObject({
      error: 'OUTPUT_LIMIT_EXCEEDED',
      truncated: { stdout_bytes: 1, stderr_bytes: 0 },
    });
    expect(result.stdout).toBe('x'.repeat(5000));
    expect(result.evidence).toMatchObject({ limit: 'output_bytes', allowed: 5000, measured: 5001 });
  });

  it('is cut at the byte inside a character too', async () => {
    const code = "head -c 2001 /dev/zero | tr '\\0' x; printf 'ü%.0s' $(seq 2000)";
    const asText = await execute(server, { language: 'bash', code, limits: { output_bytes: 4000 } });
    const asBytes = await execute(server, {
      language: 'bash',
      code,
      limits: { output_bytes: 4000 },
      encoding: 'base64',
    });
    const whole = Buffer.concat([Buffer.alloc(2001, 'x'), Buffer.from('ü'.repeat(2000))]).subarray(0, 4000);
    expect(Buffer.from(asBytes.stdout, 'base64')).toEqual(whole);
    expect(asText.stdout).toBe(whole.toString('utf8'));
  });

  it('is limited for each stream by itself', async () => {
    const code = "head -c 5000 /dev/zero | tr '\\0' o; head -c 5000 /dev/zero | tr '\\0' e >&2";
    const result = await execute(server, { language: 'bash', code, limits: { output_bytes: 5000 } });
    expect(result).toMatchObject({ error: null, stdout: 'o'.repeat(5000), stderr: 'e'.repeat(5000) });
  });
});

describe('files', () => {
  it('of exactly the limit are written, of one byte more are not', async () => {
    const write = (bytes: number) =>
      execute(server, {
        language: 'bash',
        code: `head -c ${bytes} /dev/zero > /tmp/f && stat -c %s /tmp/f`,
        limits: { file_kb: 512 },
      });
    expect(await write(512 * 1024)).toMatchObject({ error: null, stdout: `${512 * 1024}\n` });
    expect((await write(512 * 1024 + 1)).error).toMatch(/^(DISK_LIMIT_EXCEEDED|RUNTIME_ERROR)$/);
  });

  it('may fill the disk to its limit, and not beyond', async () => {
    const write = (kb: number) =>
      execute(server, {
        language: 'bash',
        code: `head -c ${kb}K /dev/zero > /tmp/f`,
        limits: { disk_kb: 8192, file_kb: 65_536 },
      });
    expect((await write(7000)).error).toBeNull();
    expect(await write(9000)).toMatchObject({
      error: 'DISK_LIMIT_EXCEEDED',
      evidence: { limit: 'disk_kb', allowed: 8192 },
    });
  });

  it('may be open in the number allowed', async () => {
    const code =
      'import os\nopened = []\ntry:\n    while True: opened.append(os.dup(0))\nexcept OSError: print(max(opened) + 1)';
    const result = await execute(server, { language: 'python', code, limits: { open_files: 77 } });
    expect(result.stdout).toBe('77\n');
  });
});

describe('processes', () => {
  it('may be as many as allowed', async () => {
    const code =
      'import os, time\nn = 1\ntry:\n    while True:\n        if os.fork() == 0: time.sleep(9); os._exit(0)\n        n += 1\nexcept OSError: print(n, flush=True)\nos._exit(0)';
    const result = await execute(server, { language: 'python', code, limits: { processes: 20 } });
    expect(Number(result.stdout)).toBeGreaterThanOrEqual(18);
    expect(Number(result.stdout)).toBeLessThanOrEqual(20);
  });
});

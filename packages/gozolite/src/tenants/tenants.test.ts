import { describe, expect, it } from 'vitest';
import { Failure } from '../engine/failure.ts';
import { createKey, keyId } from './api-key.ts';
import { createCallerBudget } from './caller-budget.ts';
import { parseKeyFile } from './key-file.ts';
import { createKeyRing, openKeyRing, requireScope } from './key-ring.ts';
import { createBuckets } from './token-buckets.ts';

const refusal = (act: () => unknown): Failure => {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('keys', () => {
  it('have the documented form, and a record that holds no secret', () => {
    const { key, record } = createKey({ tenant: 'acme' });
    expect(key).toMatch(/^gzl_[a-z0-9]{12}_[A-Za-z0-9_-]{43}$/);
    expect(keyId(key)).toBe(record.id);
    expect(JSON.stringify(record)).not.toContain(key.slice(-43));
  });

  it('are each different', () => {
    expect(new Set(Array.from({ length: 100 }, () => createKey({ tenant: 't' }).key)).size).toBe(100);
  });

  it('let in whoever bears one, by its tenant and scopes', () => {
    const mine = createKey({ tenant: 'acme', scopes: ['observe'] });
    const ring = createKeyRing([mine.record, createKey({ tenant: 'other' }).record]);
    const identity = ring.identify(`Bearer ${mine.key}`, '::1');
    expect(identity.tenant).toBe('acme');
    expect(() => requireScope(identity, 'observe')).not.toThrow();
    expect(refusal(() => requireScope(identity, 'execute')).code).toBe('FORBIDDEN');
  });

  it('may only execute when no scope is named', () => {
    const { key, record } = createKey({ tenant: 'acme' });
    expect([...createKeyRing([record]).identify(`Bearer ${key}`, '::1').scopes]).toEqual(['execute']);
  });

  it('refuses what is absent, malformed, unknown, or of a known id with another secret', () => {
    const { key, record } = createKey({ tenant: 'acme' });
    const ring = createKeyRing([record]);
    const forged = `${key.slice(0, -43)}${createKey({ tenant: 'x' }).key.slice(-43)}`;
    const headers = [
      undefined,
      '',
      'Bearer',
      `Basic ${key}`,
      `Bearer ${key}x`,
      `Bearer ${forged}`,
      `Bearer a b`,
    ];
    headers.push(`Bearer ${createKey({ tenant: 'acme' }).key}`);
    for (const header of headers)
      expect(refusal(() => ring.identify(header, '::1')).code).toBe('UNAUTHORIZED');
  });

  it('stop working when they expire', () => {
    let now = 1_000;
    const { key, record } = createKey({ tenant: 'acme', expires: new Date(2_000) });
    const ring = createKeyRing([record], () => now);
    expect(ring.identify(`Bearer ${key}`, '::1').tenant).toBe('acme');
    now = 2_000;
    expect(refusal(() => ring.identify(`Bearer ${key}`, '::1')).message).toContain('expired');
  });

  it('can be exchanged for others while they are in use', () => {
    const [old, fresh] = [createKey({ tenant: 'acme' }), createKey({ tenant: 'acme' })];
    const ring = createKeyRing([old.record]);
    ring.replace([fresh.record]);
    expect(refusal(() => ring.identify(`Bearer ${old.key}`, '::1')).code).toBe('UNAUTHORIZED');
    expect(ring.identify(`Bearer ${fresh.key}`, '::1').keyId).toBe(fresh.record.id);
    ring.replace([]);
    expect(refusal(() => ring.identify(`Bearer ${fresh.key}`, '::1')).code).toBe('UNAUTHORIZED');
    expect([ring.required, ring.count()]).toEqual([true, 0]);
  });

  it('carry the bounds of their tenant', () => {
    const bounds = { concurrency: 2, max_limits: { time_ms: 500 }, languages: ['python'] };
    const { key, record } = createKey({ tenant: 'acme', bounds });
    expect(createKeyRing([record]).identify(`Bearer ${key}`, '::1').bounds).toMatchObject(bounds);
  });

  it('are not needed where no file names any', () => {
    const identity = openKeyRing.identify(undefined, '127.0.0.1');
    expect(() => requireScope(identity, 'observe')).not.toThrow();
    expect(openKeyRing.identify(undefined, '127.0.0.2').budgetKey).not.toBe(identity.budgetKey);
  });
});

describe('the file of keys', () => {
  const line = () => JSON.stringify(createKey({ tenant: 'acme' }).record);

  it('holds a record a line, and comments', () => {
    const file = parseKeyFile(`# keys\n\n${line()}\n${line()}\n`);
    expect(file.kind === 'ok' && file.records.length).toBe(2);
  });

  it.each([
    ['{"id":"abcd"}', 'Line 1'],
    ['not json', 'Line 1'],
    [`${JSON.stringify({ ...createKey({ tenant: 'a' }).record, expires: 'soon' })}`, 'expires'],
    [`${JSON.stringify({ ...createKey({ tenant: 'a' }).record, scopes: ['everything'] })}`, 'Line 1'],
  ])('is refused with a sentence: %s', (text, part) => {
    const file = parseKeyFile(text);
    expect(file.kind === 'invalid' && file.problem).toContain(part);
  });

  it('refuses one id twice', () => {
    const same = line();
    const file = parseKeyFile(`${same}\n${same}`);
    expect(file.kind === 'invalid' && file.problem).toContain('Line 2');
  });
});

describe('token buckets', () => {
  const caller = (name: string, perMinute: number) => ({ name, perMinute });

  it('give a minute at once, then refill evenly, and say truthfully when', () => {
    let now = 0;
    const buckets = createBuckets({ now: () => now });
    const [a, b] = [caller('a', 60), caller('b', 60)];
    for (let count = 0; count < 60; count++) expect(buckets.take(a, 1)).toBe(0);
    const wait = buckets.take(a, 1);
    expect(wait).toBeCloseTo(1);
    expect(buckets.take(b, 1)).toBe(0);
    now += wait * 1000 - 1;
    expect(buckets.take(a, 1)).toBeGreaterThan(0);
    now += 2;
    expect(buckets.take(a, 1)).toBe(0);
  });

  it('never hold more than a minute', () => {
    let now = 0;
    const buckets = createBuckets({ now: () => now });
    const a = caller('a', 2);
    now = 3_600_000;
    expect(buckets.take(a, 1)).toBe(0);
    expect(buckets.take(a, 1)).toBe(0);
    expect(buckets.take(a, 1)).toBeGreaterThan(0);
  });

  it('forget the caller seen longest ago when there are too many', () => {
    const buckets = createBuckets({ maxCallers: 2, now: () => 0 });
    const [a, b, c] = [caller('a', 1), caller('b', 1), caller('c', 1)];
    buckets.take(a, 1);
    buckets.take(b, 1);
    expect(buckets.take(a, 1)).toBeGreaterThan(0);
    buckets.take(c, 1);
    expect(buckets.take(a, 1)).toBeGreaterThan(0);
    expect(buckets.take(b, 1)).toBe(0);
  });
});

describe('the budget of a caller', () => {
  const a = { budgetKey: 'a', bounds: {} };
  const b = { budgetKey: 'b', bounds: {} };

  const used = (cpuMs: number) => {
    const none = { stdout: '', stderr: '', exit_code: 0, signal: null, time_ms: 1, memory_kb: 1 };
    const truncated = { stdout_bytes: 0, stderr_bytes: 0 };
    return {
      ...none,
      truncated,
      cpu_time_ms: cpuMs,
      id: '0',
      status: 'ok' as const,
      error: null,
      message: null,
      language: 'x',
      version: '1',
      encoding: 'utf8' as const,
      compile: { ...none, truncated, cpu_time_ms: 500, limits: null },
      evidence: null,
      limits: null,
      isolation: null,
      timings: { queue_ms: 0, prepare_ms: 0, compile_ms: 0, run_ms: 0 },
      artifacts: [],
    };
  };

  it('is without bounds when both are off', () => {
    const budget = createCallerBudget({ rateLimit: 0, cpuQuota: 0 });
    for (let count = 0; count < 1000; count++) {
      budget.admit(a);
      budget.charge(a, used(60_000));
    }
  });

  it('refuses by rate, and admits again after the time it named', () => {
    let now = 0;
    const budget = createCallerBudget({ rateLimit: 2, cpuQuota: 0 }, () => now);
    budget.admit(a);
    budget.admit(a);
    const failure = refusal(() => budget.admit(a));
    expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 30 });
    now += 30_000;
    budget.admit(a);
  });

  it('refuses by CPU time of compile and run together, until the debt is paid', () => {
    let now = 0;
    const budget = createCallerBudget({ rateLimit: 0, cpuQuota: 1 }, () => now);
    budget.admit(a);
    budget.charge(a, used(1_500));
    const failure = refusal(() => budget.admit(a));
    expect(failure).toMatchObject({ code: 'QUOTA_EXCEEDED', retryAfterSeconds: 61 });
    budget.admit(b);
    now += 61_000;
    budget.admit(a);
  });

  it('is what the key says, where it says anything', () => {
    const budget = createCallerBudget({ rateLimit: 1, cpuQuota: 1 }, () => 0);
    const generous = { budgetKey: 'g', bounds: { rate_limit: 3, cpu_quota: 0 } };
    const free = { budgetKey: 'f', bounds: { rate_limit: 0, cpu_quota: 10 } };
    for (let count = 0; count < 3; count++) {
      budget.admit(generous);
      budget.charge(generous, used(60_000));
    }
    expect(refusal(() => budget.admit(generous)).message).toContain('3 executions a minute');
    for (let count = 0; count < 5; count++) budget.admit(free);
    budget.charge(free, used(20_000));
    expect(refusal(() => budget.admit(free)).message).toContain('The 10 CPU seconds a minute');
  });
});

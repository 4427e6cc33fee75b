import { LIMIT_NAMES, type Limits, type LimitsRequest } from '@gozolite/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import { COMPILE_DEFAULTS, limitPolicy, policyWithin, refuseAboveMaximum, resolveLimits } from './limits.ts';

const all = (value: number): Limits => ({
  time_ms: value,
  cpu_time_ms: value,
  memory_kb: value,
  processes: value,
  output_bytes: value,
  file_kb: value,
  disk_kb: value,
  open_files: value,
});
const none = { language: undefined, request: undefined };

describe('policyWithin', () => {
  const policy = limitPolicy(all(100), { ...all(1_000_000), memory_kb: 4_000_000 });

  it('lowers what a run may have, and its defaults with it', () => {
    const { run } = policyWithin(policy, { time_ms: 50, memory_kb: 500 });
    expect(run.maxima).toEqual({ ...policy.run.maxima, time_ms: 50, memory_kb: 500 });
    expect(run.defaults).toEqual({ ...policy.run.defaults, time_ms: 50 });
  });

  it('leaves compilers what they need, and no more may be asked for', () => {
    const { compile } = policyWithin(policy, { time_ms: 50, memory_kb: 3_000_000 });
    expect(compile.defaults).toEqual(policy.compile.defaults);
    expect(compile.maxima.time_ms).toBe(COMPILE_DEFAULTS.time_ms);
    expect(compile.maxima.memory_kb).toBe(3_000_000);
  });

  it('never raises anything', () => {
    expect(policyWithin(policy, all(999_999_999))).toEqual(policy);
  });
});

describe('resolveLimits', () => {
  const policy = { defaults: all(100), maxima: all(1000) };

  it('takes the defaults when nobody says anything', () => {
    expect(resolveLimits(policy, none)).toEqual(all(100));
  });

  it('raises a default to what the language needs, and never lowers one', () => {
    const limits = resolveLimits(policy, { ...none, language: { memory_kb: 700, processes: 3 } });
    expect(limits).toEqual({ ...all(100), memory_kb: 700 });
  });

  it('lets the request go below the default and below what the language needs', () => {
    const sources = { language: { memory_kb: 700 }, request: { memory_kb: 5, time_ms: 1000 } };
    expect(resolveLimits(policy, sources)).toEqual({ ...all(100), memory_kb: 5, time_ms: 1000 });
  });

  const someLimits = fc.record(
    Object.fromEntries(LIMIT_NAMES.map((name) => [name, fc.integer({ min: 1, max: 1e9 })])),
    { requiredKeys: [] },
  );
  it('never goes above the maximum, whatever defaults and languages say', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        someLimits,
        (fallback, maximum, language: LimitsRequest) => {
          const resolved = resolveLimits(
            { defaults: all(fallback), maxima: all(maximum) },
            { language, request: undefined },
          );
          for (const name of LIMIT_NAMES) expect(resolved[name]).toBeLessThanOrEqual(maximum);
        },
      ),
    );
  });
});

describe('refuseAboveMaximum', () => {
  it('allows the maximum itself', () => {
    expect(() => refuseAboveMaximum(all(1000), all(1000), 'limits')).not.toThrow();
  });

  it.each(LIMIT_NAMES)('names %s, what was asked and the maximum', (name) => {
    const evidence = { limit: name, allowed: 1000, measured: 1001, mechanism: 'configuration' };
    const failure = new Failure(
      'LIMIT_NOT_ALLOWED',
      `compile.limits.${name} is 1001, and the maximum here is 1000.`,
      { evidence },
    );
    expect(() => refuseAboveMaximum({ [name]: 1001 }, all(1000), 'compile.limits')).toThrow(failure);
  });
});

describe('limitPolicy', () => {
  it('gives compilers what they need, within the maxima', () => {
    const policy = limitPolicy(all(10), { ...all(1e9), memory_kb: 5000 });
    expect(policy.run.defaults).toEqual(all(10));
    expect(policy.compile.defaults).toEqual({ ...COMPILE_DEFAULTS, memory_kb: 5000 });
  });

  it('lets an operator who lowers only the maxima lower the defaults with them', () => {
    expect(limitPolicy(all(100), all(7)).run.defaults).toEqual(all(7));
  });
});

import { describe, expect, it } from 'vitest';
import { type HealthSources, healthOf, readinessOf } from './health.ts';
import { loadOf } from './test-service.ts';

const language = {
  id: 'python',
  name: 'Python',
  aliases: [],
  extensions: ['.py'],
  set: 'starter',
  compiled: false,
  state: 'ready' as const,
  version: '3.13',
  versions: [],
};
const well: HealthSources = {
  load: loadOf({ slots: 2, running: 2, queueLimit: 4 }),
  backend: {
    backend: 'native',
    ready: true,
    problem: null,
    remedy: null,
    layers: [],
    metricSources: {},
    facts: {},
  },
  languages: [language],
  validated: true,
  disk: { ok: true, message: 'Free: enough.' },
  audit: null,
  keys: null,
};

const audit = { problem: null, folder: '/audit', tip: { seq: 7, hash: '' }, events: 7, refused: 0 };

const unavailable = {
  name: 'seccomp',
  mandatory: true,
  state: 'unavailable' as const,
  mechanism: null,
  remedy: 'Use a kernel with seccomp.',
};

describe('ready', () => {
  it('is a service whose parts are all well', () => {
    expect(healthOf(well).status).toBe('ready');
    expect(readinessOf(well)).toEqual({ status: 'ready', reasons: [] });
  });

  it.each<[string, HealthSources]>([
    [
      'sandbox',
      { ...well, backend: { ...well.backend, ready: false, problem: 'No cgroup.', remedy: 'Mount it.' } },
    ],
    ['isolation', { ...well, backend: { ...well.backend, layers: [unavailable] } }],
    ['languages', { ...well, validated: false }],
    ['languages', { ...well, languages: [{ ...language, state: 'broken' }] }],
    ['queue', { ...well, load: { ...well.load, queued: 3, saturated: true } }],
    ['disk', { ...well, disk: { ok: false, message: 'Only 1 MiB is free.' } }],
    ['audit', { ...well, audit: { ...audit, problem: 'The audit log cannot be written.' } }],
    ['admission', { ...well, load: { ...well.load, draining: true } }],
  ])('is not one whose check "%s" fails, and it says why', (name, sources) => {
    const health = healthOf(sources);
    expect(health.status).toBe(name === 'admission' ? 'shutting_down' : 'not_ready');
    expect(readinessOf(sources)).toMatchObject({
      status: 'not_ready',
      reasons: [expect.stringMatching(/\.$/)],
    });
    const failed = health.checks.filter(({ ok }) => !ok);
    expect(failed.map((one) => one.name)).toEqual([name]);
    expect(failed[0]?.message).toMatch(/\.$/);
  });

  it('is one with keys that could not be read again, and says so', () => {
    const health = healthOf({ ...well, keys: { count: 2, problem: 'Line 3 is wrong.' } });
    expect(health.status).toBe('ready');
    expect(health.checks.find(({ name }) => name === 'keys')).toMatchObject({
      ok: false,
      message: 'Line 3 is wrong.',
    });
  });

  it('is one with a free slot, whatever its queue', () => {
    expect(readinessOf({ ...well, load: { ...well.load, running: 1, queued: 4 } }).status).toBe('ready');
  });

  it('is called degraded where a mandatory layer was given up', () => {
    const layer = {
      name: 'cgroup',
      mandatory: true,
      state: 'degraded' as const,
      mechanism: null,
      remedy: null,
    };
    const health = healthOf({ ...well, backend: { ...well.backend, layers: [layer] } });
    expect(health).toMatchObject({ status: 'degraded', degraded: ['cgroup'] });
  });

  it('names the layers that are not in force', () => {
    const layer = {
      name: 'landlock',
      mandatory: false,
      state: 'unavailable' as const,
      mechanism: null,
      remedy: null,
    };
    const { checks } = healthOf({ ...well, backend: { ...well.backend, layers: [layer] } });
    expect(checks[0]?.message).toContain('landlock');
  });
});

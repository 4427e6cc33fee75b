import { describe, expect, it } from 'vitest';
import { type HealthSources, healthOf, readinessOf } from './health.ts';

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
  load: { slots: 2, running: 2, queued: 0, queueLimit: 4, draining: false },
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
    ['languages', { ...well, validated: false }],
    ['languages', { ...well, languages: [{ ...language, state: 'broken' }] }],
    ['queue', { ...well, load: { ...well.load, queued: 4 } }],
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

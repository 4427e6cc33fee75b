import { LIMIT_NAMES } from '@gozolite/client';
import { describe, expect, it } from 'vitest';
import { type Config, type Environment, loadConfig } from './load-config.ts';

const load = (environment: Environment): Config => {
  const loaded = loadConfig(environment);
  if (loaded.kind === 'invalid') throw new Error(loaded.problems.join('\n'));
  return loaded.config;
};
const problemsOf = (environment: Environment): readonly string[] => {
  const loaded = loadConfig(environment);
  return loaded.kind === 'invalid' ? loaded.problems : [];
};

describe('the defaults', () => {
  it('listen on loopback, and need nothing set', () => {
    const { settings, origins, warnings } = load({});
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 8080, api_keys_file: null, degraded: [] });
    expect(warnings).toEqual([]);
    expect([...origins.values()].every((origin) => origin.kind === 'default')).toBe(true);
  });

  it('have no default limit above its maximum', () => {
    const { settings } = load({});
    for (const name of LIMIT_NAMES)
      expect(settings.default_limits[name]).toBeLessThanOrEqual(settings.max_limits[name]);
  });
});

describe('the environment', () => {
  it('sets numbers, texts, lists, choices and limits, and each value knows its variable', () => {
    const { settings, origins } = load({
      GOZOLITE_PORT: ' 9000 ',
      GOZOLITE_ALLOWED_HOSTS: 'a.example, b.example:8080,',
      GOZOLITE_LOG_LEVEL: 'debug',
      GOZOLITE_MAX_MEMORY_KB: '4194304',
      GOZOLITE_DEFAULT_TIME_MS: '2000',
      GOZOLITE_CGROUP: '/sys/fs/cgroup/x',
    });
    expect(settings).toMatchObject({
      port: 9000,
      allowed_hosts: ['a.example', 'b.example:8080'],
      log_level: 'debug',
      cgroup: '/sys/fs/cgroup/x',
    });
    expect(settings.max_limits.memory_kb).toBe(4_194_304);
    expect(settings.default_limits.time_ms).toBe(2000);
    expect(origins.get('max_limits.memory_kb')).toEqual({
      kind: 'environment',
      variable: 'GOZOLITE_MAX_MEMORY_KB',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(load({ GOZOLITE_PORT: '', GOZOLITE_USER: '  ' }).settings).toMatchObject({
      port: 8080,
      user: null,
    });
  });

  it('reports every wrong value, each with one sentence that says what is wanted', () => {
    expect(
      problemsOf({
        GOZOLITE_PORT: 'http',
        GOZOLITE_SLOTS: '0',
        GOZOLITE_LOG_LEVEL: 'loud',
        GOZOLITE_ROOTFS: 'guest',
      }),
    ).toEqual([
      'GOZOLITE_PORT is "http", but must be a whole number from 0 to 65535.',
      'GOZOLITE_SLOTS is "0", but must be a whole number from 1 to 256.',
      'GOZOLITE_ROOTFS is "guest", but must be text that matches ^(auto|host|/.*)$.',
      'GOZOLITE_LOG_LEVEL is "loud", but must be one of fatal, error, warn, info, debug, trace, silent.',
    ]);
  });

  it.each(['1e3', '0x10', '1.5', '-1', '99999999999999999999'])('refuses %s as a port', (text) => {
    expect(problemsOf({ GOZOLITE_PORT: text })).toHaveLength(1);
  });

  it('names the nearest setting for an unknown variable', () => {
    expect(
      load({ GOZOLITE_PROT: '1', GOZOLITE_MAX_MEMORY: '1', GOZOLITE_ZZZZZZZZZZZZZZZZZZZ: '1' }).warnings,
    ).toEqual([
      'GOZOLITE_MAX_MEMORY is not a setting and is ignored. Did you mean GOZOLITE_MAX_MEMORY_KB?',
      'GOZOLITE_PROT is not a setting and is ignored. Did you mean GOZOLITE_PORT?',
      'GOZOLITE_ZZZZZZZZZZZZZZZZZZZ is not a setting and is ignored.',
    ]);
  });
});

describe('settings that must agree', () => {
  it('refuses a default limit above its maximum', () => {
    expect(problemsOf({ GOZOLITE_MAX_TIME_MS: '100', GOZOLITE_DEFAULT_TIME_MS: '200' })).toEqual([
      'GOZOLITE_DEFAULT_TIME_MS (200) is above GOZOLITE_MAX_TIME_MS (100): lower the one or raise the other.',
    ]);
  });

  it('lowers a default limit that nobody set to a maximum that somebody did', () => {
    expect(load({ GOZOLITE_MAX_TIME_MS: '100' }).settings.default_limits.time_ms).toBe(100);
  });

  it.each(['0.0.0.0', '::', '192.168.1.2', 'box.example'])(
    'refuses to listen on %s without API keys',
    (host) => {
      expect(problemsOf({ GOZOLITE_HOST: host })[0]).toContain('GOZOLITE_API_KEYS_FILE is not set');
      expect(problemsOf({ GOZOLITE_HOST: host, GOZOLITE_API_KEYS_FILE: '/keys' })).toEqual([]);
    },
  );

  it.each(['127.0.0.1', '127.8.8.8', '::1', '[::1]', 'localhost'])(
    'listens on %s without API keys',
    (host) => {
      expect(problemsOf({ GOZOLITE_HOST: host })).toEqual([]);
    },
  );
});

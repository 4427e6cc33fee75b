import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfig, originWords } from './load-config.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-config-'));
  path = join(folder, 'gozolite.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const load = (text: string, environment: Readonly<Record<string, string>> = {}) => {
  writeFileSync(path, text);
  return loadConfig({ GOZOLITE_CONFIG: path, ...environment });
};
const configOf = (text: string, environment?: Readonly<Record<string, string>>) => {
  const loaded = load(text, environment);
  if (loaded.kind === 'invalid') throw new Error(loaded.problems.join('\n'));
  return loaded.config;
};
const problemsOf = (text: string): readonly string[] => {
  const loaded = load(text);
  return loaded.kind === 'invalid' ? loaded.problems : [];
};

describe('the configuration file', () => {
  it('sets values of every kind, and each knows that it came from there', () => {
    const { settings, origins, warnings } = configOf(
      'port: 9000\nallowed_hosts: [a.example, b.example]\naudit_code: true\nlog_level: debug\nmax_limits:\n  time_ms: 20000\nuser:\n',
    );
    expect(settings).toMatchObject({
      port: 9000,
      allowed_hosts: ['a.example', 'b.example'],
      audit_code: true,
      log_level: 'debug',
      user: null,
    });
    expect(settings.max_limits.time_ms).toBe(20_000);
    expect(originWords(origins.get('max_limits.time_ms'))).toBe(`file ${path}`);
    expect(originWords(origins.get('user'))).toBe('default');
    expect(warnings).toEqual([]);
  });

  it('gives way to the environment', () => {
    const { settings, origins } = configOf('port: 9000\nslots: 3\n', { GOZOLITE_PORT: '9001' });
    expect([settings.port, settings.slots]).toEqual([9001, 3]);
    expect(originWords(origins.get('port'))).toBe('environment');
  });

  it('may be empty', () => {
    expect(configOf('# nothing yet\n').settings.port).toBe(8080);
  });

  it.each([
    ['prot: 1\n', `prot in {} is not a setting. Did you mean port?`],
    ['max_limits:\n  time: 1\n', 'max_limits.time in {} is not a setting. Did you mean max_limits.time_ms?'],
    ['max_limits: 5\n', 'max_limits in {} is not a setting.'],
    ['port: http\n', 'port in {} is "http", but must be a whole number from 0 to 65535.'],
    ['port: [1]\n', 'port in {} is [1], but must be a whole number from 0 to 65535.'],
    ['audit_code: 1\n', 'audit_code in {} is 1, but must be true or false.'],
    ['- port\n', '{} must be a mapping of settings to values.'],
  ])('is refused with a sentence: %j', (text, problem) => {
    expect(problemsOf(text)[0]).toContain(problem.replace('{}', path));
  });

  it('is refused where it is not YAML, or names a key twice, with the line', () => {
    expect(problemsOf('port: 1\nslots: "x\n')[0]).toContain('is not valid YAML');
    expect(problemsOf('port: 1\nport: 2\n')[0]).toContain('see line 2');
  });

  it('is refused where it is not there', () => {
    const loaded = loadConfig({ GOZOLITE_CONFIG: join(folder, 'none.yaml') });
    expect(loaded.kind === 'invalid' && loaded.problems[0]).toContain('cannot be read');
  });

  it('does not expand aliases', () => {
    expect(problemsOf('a: &a [x, x]\nport: *a\n')[0]).toContain('uses aliases');
  });
});

import { describe, expect, it } from 'vitest';
import type { VersionDefinition } from './definition.ts';
import type { LoadedLanguage } from './load-languages.ts';
import { LanguageRegistry } from './registry.ts';
import type { CheckResult } from './toolchain-check.ts';

const version = (release?: string): VersionDefinition => ({
  version: { argv: ['x', release ?? ''], pattern: '(.*)' },
  source: 'main.x',
  run: { argv: ['x'] },
  ...(release === undefined ? {} : { release }),
});

const language = (id: string, aliases: string[], releases: (string | undefined)[]): LoadedLanguage => {
  const versions = releases.map((release) => ({
    ...version(release),
    ...(release === undefined || /^\d/.test(release) ? {} : { aliases: [`the-${release}`] }),
  }));
  return {
    definition: { id, name: id.toUpperCase(), aliases, extensions: ['.x'], set: 'all', ...version() },
    versions,
    folder: '/nowhere',
  };
};

const ready = (number: string): CheckResult => ({ state: 'ready', version: number, canaryMs: 5 });
const missing: CheckResult = { state: 'missing', version: null, reason: 'x was not found.' };

const js = language('javascript', ['js'], ['26', '24', '24.21']);
const python = language('python', ['py'], [undefined]);

type Results = Record<string, CheckResult | Error>;

/** `after` is called when a pause is over. The long ones last until `goOn`. */
function registryOf(results: Results, languages = [js, python], after: (ms: number) => void = () => {}) {
  let goOn = (_ms: number): void => undefined;
  const checked: string[] = [];
  let clock = 0;
  const files = { now: 'as installed' };
  const registry = new LanguageRegistry({
    languages,
    filesOf: () => files.now,
    concurrency: 2,
    now: () => new Date(clock),
    pause: async (ms) => {
      const lasted = ms < 10_000 ? ms : await new Promise<number>((resolve) => (goOn = resolve));
      clock += lasted;
      after(clock);
    },
    check: async ({ definition }, { release }) => {
      const key = `${definition.id}@${release ?? ''}`;
      checked.push(key);
      const result = results[key] ?? missing;
      if (result instanceof Error) throw result;
      return result;
    },
  });
  return {
    registry,
    checked,
    results,
    files,
    goOn: (ms: number) => goOn(ms),
    pass: (ms: number) => {
      clock += ms;
    },
  };
}

const newest = {
  'javascript@26': ready('26.10.0'),
  'javascript@24': ready('24.9.0'),
  'javascript@24.21': ready('24.21.0'),
  'python@': ready('3.13.5'),
};

const versionOf = (registry: LanguageRegistry, selector: string) => {
  const resolution = registry.resolve(selector);
  return resolution.kind === 'ready' ? resolution.toolchain.version : resolution.kind;
};

describe('resolve', () => {
  it('finds by id, alias, any case, and version prefix, the newest first', async () => {
    const { registry } = registryOf(newest);
    await registry.validate();
    const selectors = ['javascript', 'JS', 'js@24', 'js@24.9', 'js@26.10.0', 'Python@3'];
    expect(selectors.map((selector) => versionOf(registry, selector))).toEqual([
      ...['26.10.0', '26.10.0', '24.21.0', '24.9.0', '26.10.0', '3.13.5'],
    ]);
  });

  it('takes no number of another implementation for one of the language', async () => {
    const scheme = language('scheme', ['scm'], ['3', 'fast']);
    const { registry } = registryOf({ 'scheme@3': ready('3.0.9'), 'scheme@fast': ready('7.3.1') }, [scheme]);
    expect(registry.resolve('scheme@fast').kind).toBe('checking');
    await registry.validate();
    const selectors = ['scheme', 'scm@3', 'scm@fast', 'scm@fast-7.3', 'the-fast', 'THE-FAST@7', 'scm@7'];
    expect(selectors.map((selector) => versionOf(registry, selector))).toEqual([
      ...['3.0.9', '3.0.9', '7.3.1', '7.3.1', '7.3.1', '7.3.1', 'unknown'],
    ]);
    expect(registry.resolve('the-fast@8')).toMatchObject({ kind: 'unknown' });
  });

  it('tells the nearest names, and the versions there are', async () => {
    const { registry } = registryOf(newest);
    await registry.validate();
    expect(registry.resolve('pyton')).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('python'),
    });
    expect(registry.resolve('js@2')).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('24.21.0'),
    });
    expect(registry.resolve('js@').kind).toBe('unknown');
    expect(registry.resolve('__proto__').kind).toBe('unknown');
  });

  it('says that it is checking before the first check has ended', () => {
    expect(registryOf(newest).registry.resolve('python').kind).toBe('checking');
  });

  it('takes a version that is ready where the default one is not', async () => {
    const { registry } = registryOf({ ...newest, 'javascript@26': missing });
    await registry.validate();
    expect(versionOf(registry, 'js')).toBe('24.9.0');
    expect(registry.resolve('js@26')).toMatchObject({
      kind: 'missing',
      reason:
        'JAVASCRIPT is not installed here. x was not found. Install it with `gozolite toolchains install javascript`.',
    });
  });

  it('says how to install a further version', async () => {
    const { registry } = registryOf({ 'javascript@26': ready('26.10.0') });
    await registry.validate();
    expect(registry.resolve('js@24.21')).toMatchObject({
      kind: 'missing',
      reason:
        'JAVASCRIPT 24.21 is not installed here. x was not found. Install it with `gozolite toolchains install javascript@24.21`.',
    });
  });

  it('says what is broken', async () => {
    const { registry } = registryOf({
      'python@': { state: 'broken', version: '3.13.5', reason: 'It crashed.' },
    });
    await registry.validate();
    const reason = 'PYTHON is installed here but does not work. It crashed.';
    expect(registry.resolve('python@3.13')).toEqual({
      kind: 'broken',
      language: 'python',
      version: '3.13.5',
      reason,
    });
    expect(registry.list().find(({ id }) => id === 'python')).toMatchObject({
      state: 'broken',
      versions: [{ reason, version: '3.13.5', canary_ms: null }],
    });
  });
});

describe('validate', () => {
  it('checks each version once, however often it is asked at the same time', async () => {
    const { registry, checked } = registryOf(newest);
    await Promise.all([registry.validate(), registry.validate()]);
    expect(checked.toSorted()).toEqual(['javascript@24', 'javascript@24.21', 'javascript@26', 'python@']);
  });

  it('forgets nothing for a failure of the sandbox', async () => {
    const { registry, results } = registryOf({ ...newest });
    await registry.validate();
    results['python@'] = { state: 'unknown', reason: 'no cgroup' };
    results['javascript@26'] = new Error('no supervisor');
    await registry.validate();
    expect(versionOf(registry, 'python')).toBe('3.13.5');
    expect(versionOf(registry, 'js')).toBe('26.10.0');
  });

  it('gives a sandbox that fails a moment', async () => {
    const results: Results = { ...newest, 'python@': { state: 'unknown', reason: 'no cgroup' } };
    const { registry, checked } = registryOf(results, [python], () => {
      results['python@'] = ready('3.13.5');
    });
    await registry.validate();
    expect(versionOf(registry, 'python')).toBe('3.13.5');
    expect(checked).toEqual(['python@', 'python@']);
  });

  it('looks again at what could not be checked, until it can or the service ends', async () => {
    const { registry, checked, results, goOn } = registryOf({ 'python@': new Error('no supervisor') }, [
      python,
    ]);
    await registry.validate();
    await registry.validate();
    expect(checked).toHaveLength(6);
    goOn(30_000);
    await expect.poll(() => checked.length).toBe(9);
    expect(versionOf(registry, 'python')).toBe('broken');
    results['python@'] = ready('3.13.5');
    await expect.poll(() => goOn(30_000) ?? versionOf(registry, 'python')).toBe('3.13.5');

    const ending = registryOf({ 'python@': new Error('no supervisor') }, [python]);
    await ending.registry.validate();
    ending.goOn(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ending.checked).toHaveLength(3);
  });

  it('calls nothing ready that could not be checked', async () => {
    const { registry, checked } = registryOf({ 'python@': new Error('no supervisor') }, [python]);
    await registry.validate();
    expect(checked).toEqual(['python@', 'python@', 'python@']);
    expect(registry.resolve('python')).toMatchObject({
      kind: 'broken',
      reason: expect.stringContaining('no supervisor'),
    });
  });
});

describe('recheck', () => {
  const toolchainOf = (registry: LanguageRegistry, selector: string) => {
    const resolution = registry.resolve(selector);
    if (resolution.kind !== 'ready') throw new Error(`${selector} is not ready`);
    return resolution.toolchain;
  };

  it('finds broken what is gone, and does not look at every suspicion', async () => {
    const { registry, checked, results, pass } = registryOf({ ...newest });
    await registry.validate();
    const toolchain = toolchainOf(registry, 'python');
    expect((await registry.recheck(toolchain)).kind).toBe('ready');
    results['python@'] = missing;
    const before = checked.length;
    expect((await registry.recheck(toolchain)).kind).toBe('ready');
    expect(checked.length).toBe(before);
    pass(31_000);
    expect(await registry.recheck(toolchain)).toMatchObject({
      kind: 'broken',
      version: '3.13.5',
      reason:
        'PYTHON is installed here but does not work. x was not found. It worked when it was looked at before, 1970-01-01T00:00:00.000Z.',
    });
    expect(registry.resolve('python').kind).toBe('broken');
    await registry.validate();
    expect(registry.resolve('python').kind).toBe('missing');
  });

  it('looks when files have changed, and takes the new version', async () => {
    const { registry, results, files, pass } = registryOf({ ...newest });
    await registry.validate();
    const toolchain = toolchainOf(registry, 'python');
    expect(registry.hasChanged(toolchain)).toBe(false);
    for (const [stamp, version] of [
      ['upgraded', '3.13.6'],
      ['upgraded again', '3.13.7'],
    ] as const) {
      files.now = stamp;
      results['python@'] = ready(version);
      // Files that were just found unchanged are believed for a moment.
      pass(49);
      expect(registry.hasChanged(toolchain)).toBe(false);
      pass(1);
      expect(registry.hasChanged(toolchain)).toBe(true);
      expect(await registry.recheck(toolchain)).toMatchObject({ kind: 'ready', toolchain: { version } });
      expect(registry.hasChanged(toolchain)).toBe(false);
    }
  });
});

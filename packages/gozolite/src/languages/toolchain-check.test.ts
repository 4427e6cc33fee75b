import { describe, expect, it } from 'vitest';
import { outcomeOf, type Program, TestBackend } from '../engine/test-backend.ts';
import { SandboxError } from '../sandbox/backend.ts';
import { loadLanguages } from './load-languages.ts';
import { checkToolchain } from './toolchain-check.ts';

const languages = loadLanguages();
const named = (id: string) => {
  const language = languages.find(({ definition }) => definition.id === id);
  const [version] = language?.versions ?? [];
  if (language === undefined || version === undefined) throw new Error(`There is no ${id}.`);
  return { language, version };
};

const check = async (id: string, program: Program) => {
  const backend = new TestBackend(program);
  const { language, version } = named(id);
  const log = { debug: () => undefined, warn: () => undefined };
  const result = await checkToolchain(language, version, {
    backend,
    log,
    signal: new AbortController().signal,
  });
  return { result, specs: backend.specs };
};

const prints = (text: string) => outcomeOf({ stdout: Buffer.from(text) });
const fails = (code: number, text: string) =>
  outcomeOf({ end: { kind: 'exited', code }, stderr: Buffer.from(text) });

/** What a sound C toolchain does. */
const soundC: Program = (spec) => {
  if (spec.argv.includes('-dumpfullversion')) return prints('14.2.0\n');
  return spec.argv[0] === 'gcc' ? prints('') : prints('Hello, World!\n');
};

describe('checkToolchain', () => {
  it('reads the version, compiles the canary and runs what was compiled', async () => {
    const { result, specs } = await check('c', soundC);
    expect(result).toEqual({ state: 'ready', version: '14.2.0', canaryMs: 2 });
    const [, compile, run] = specs;
    expect(compile?.keep).toBe(true);
    expect(compile?.files.map(({ path }) => path)).toEqual(['main.c']);
    expect(run?.files).toEqual([]);
    expect(run?.bundle).not.toBeNull();
  });

  it('calls missing what is not found', async () => {
    const { result } = await check('dart', () =>
      outcomeOf({ end: { kind: 'not_started', errno: 'ENOENT' } }),
    );
    expect(result).toEqual({
      state: 'missing',
      version: null,
      reason: 'dart, its version command, was not found.',
    });
  });

  it('calls missing what has its runtime and not its own files', async () => {
    const { result, specs } = await check('groovy', () => fails(1, ''));
    expect(specs.map(({ argv }) => argv[0])).toEqual(['test']);
    expect(result).toEqual({
      state: 'missing',
      version: null,
      reason: '/usr/share/java/groovy-all.jar was not found.',
    });
  });

  it.each<[string, Program, RegExp]>([
    ['cannot be executed', () => outcomeOf({ end: { kind: 'not_started', errno: 'EACCES' } }), /EACCES/],
    ['prints no version', () => fails(1, 'no licence'), /exit code 1.*no licence/],
    ['does not compile', (spec) => (spec.argv.includes('-o') ? fails(1, 'no as') : soundC(spec)), /no as/],
    ['prints something else', (spec) => (spec.argv[0] === './a.out' ? prints('Hi!') : soundC(spec)), /"Hi!"/],
    [
      'runs out of time',
      (spec) => (spec.argv[0] === './a.out' ? outcomeOf({ killedFor: 'wall_time' }) : soundC(spec)),
      /wall time limit/,
    ],
  ])('calls broken what %s', async (_, program, reason) => {
    const { result } = await check('c', program);
    expect(result).toMatchObject({ state: 'broken', reason: expect.stringMatching(reason) });
  });

  it('does not blame the toolchain for the sandbox', async () => {
    const { result } = await check('c', () => Promise.reject(new SandboxError('no cgroup')));
    expect(result).toEqual({ state: 'unknown', reason: 'no cgroup' });
  });
});

import { createHash } from 'node:crypto';
import { ExecutionResult, type Limits } from '@gozolite/client';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { FairQueue } from '../admission/fair-queue.ts';
import { ManualClock } from '../admission/manual-clock.ts';
import type { VersionDefinition } from '../languages/definition.ts';
import type { Languages, Resolution, Toolchain } from '../languages/languages.ts';
import { SandboxError } from '../sandbox/backend.ts';
import { createEngine } from './create-engine.ts';
import type { ExecutionRecord } from './engine.ts';
import { Failure } from './failure.ts';
import type { RunContext } from './run-context.ts';
import { exited, outcomeOf, type Program, TestBackend } from './test-backend.ts';

const limits: Limits = {
  time_ms: 100,
  cpu_time_ms: 100,
  memory_kb: 100,
  processes: 10,
  output_bytes: 1000,
  file_kb: 100,
  disk_kb: 100,
  open_files: 10,
};
const stage = { defaults: limits, maxima: limits };
const version = { argv: ['x'], pattern: '(.*)' };
const DEFINITIONS: Readonly<Record<string, VersionDefinition>> = {
  python: { version, source: 'main.py', run: { argv: ['python3', '{source}'] } },
  c: { version, source: 'main.c', compile: { argv: ['gcc', '{source}'] }, run: { argv: ['./a.out'] } },
};

class TestLanguages implements Pick<Languages, 'resolve' | 'hasChanged' | 'recheck'> {
  readonly rechecked: string[] = [];
  changed = false;
  /** What a toolchain is found to be when it is looked at again. */
  found: 'ready' | 'broken' = 'ready';

  resolve(selector: string): Resolution {
    const definition = DEFINITIONS[selector];
    if (definition !== undefined) {
      return { kind: 'ready', toolchain: { language: selector, version: '1.2', extensions: [], definition } };
    }
    if (selector === 'missing' || selector === 'broken' || selector === 'checking') {
      return { kind: selector, language: selector, version: null, reason: `It is ${selector}.` };
    }
    return { kind: 'unknown', reason: `There is no language ${selector}.` };
  }

  hasChanged(): boolean {
    return this.changed;
  }

  async recheck(toolchain: Toolchain): Promise<Resolution> {
    this.rechecked.push(toolchain.language);
    if (this.found === 'ready') return { kind: 'ready', toolchain: { ...toolchain, version: '1.3' } };
    return { kind: 'broken', language: toolchain.language, version: '1.2', reason: 'It is gone.' };
  }
}

const resultSchema = Compile(ExecutionResult);
const python = { language: 'python', code: 'print(1)' };
const c = { language: 'c', code: 'int main;' };
const caller = { tenant: 't1' };

const setUp = (program: Program, slots = 1, queueLimit = 1) => {
  const clock = new ManualClock();
  const backend = new TestBackend(program);
  const languages = new TestLanguages();
  const records: ExecutionRecord[] = [];
  const warnings: string[] = [];
  const admission = new FairQueue({ slots, queueLimit, waitTimeoutMs: 1000, clock });
  const engine = createEngine({
    ...{ backend, languages, admission, clock },
    limits: { run: stage, compile: stage },
    record: (record) => void records.push(record),
  });
  const context = (signal = new AbortController().signal): RunContext => ({
    id: 'f'.repeat(32),
    signal,
    log: { debug: () => {}, warn: (_, message) => warnings.push(message) },
  });
  const execute = (request: Parameters<typeof engine.execute>[0], signal?: AbortSignal) =>
    engine.execute(request, caller, context(signal));
  /** Whatever happened: nothing is held any more. */
  const expectNothingHeld = async (): Promise<void> => {
    expect(await backend.stats()).toMatchObject({ live: 0, bundles: 0 });
    expect(engine.load()).toMatchObject({ running: 0, queued: 0 });
    expect(clock.pending).toBe(0);
  };
  return { backend, clock, context, engine, execute, expectNothingHeld, languages, records, warnings };
};

const failureOf = async (promise: Promise<unknown>): Promise<Failure> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error('a Failure was expected', { cause: error });
};

/** A program that runs until it is cancelled, and a promise that it has started. */
const endless = () => {
  const started = Promise.withResolvers<void>();
  const program: Program = () => {
    started.resolve();
    return new Promise(() => {});
  };
  return { program, started: started.promise };
};

describe('a request that runs', () => {
  it('has a result, and a record that names its code', async () => {
    const { execute, records, expectNothingHeld } = setUp(() => outcomeOf({ stdout: Buffer.from('1\n') }));
    const result = await execute(python);
    expect(result).toMatchObject({
      id: 'f'.repeat(32),
      status: 'ok',
      language: 'python',
      version: '1.2',
      stdout: '1\n',
      limits,
      isolation: { backend: 'native' },
    });
    expect(resultSchema.Check(result)).toBe(true);
    const codeSha256 = createHash('sha256').update('print(1)').digest('hex');
    expect(records).toEqual([
      { id: result.id, tenant: 't1', keyId: null, language: 'python', version: '1.2', codeSha256, result },
    ]);
    await expectNothingHeld();
  });

  it('compiles first, and runs what that left', async () => {
    const { backend, execute, expectNothingHeld } = setUp(() => exited(0));
    expect((await execute(c)).compile).toMatchObject({ exit_code: 0, limits });
    expect(backend.specs.map(({ argv, keep, bundle }) => [argv[0], keep, bundle !== null])).toEqual([
      ['gcc', true, false],
      ['./a.out', false, true],
    ]);
    expect(await backend.stats()).toMatchObject({ made: 1 });
    await expectNothingHeld();
  });

  it('does not run what did not compile', async () => {
    const { backend, execute, records } = setUp(() => exited(1));
    expect(await execute(c)).toMatchObject({
      error: 'COMPILE_ERROR',
      exit_code: null,
      compile: { exit_code: 1 },
    });
    expect(backend.specs).toHaveLength(1);
    expect(records).toHaveLength(1);
  });

  it('releases the work folder of a compile stage that a limit failed', async () => {
    const flood = outcomeOf({ dropped: { stdout: 1, stderr: 0 } });
    const { backend, execute, expectNothingHeld } = setUp(() => flood);
    expect((await execute(c)).error).toBe('OUTPUT_LIMIT_EXCEEDED');
    expect(await backend.stats()).toMatchObject({ made: 1 });
    await expectNothingHeld();
  });

  it('digests files by path and content', async () => {
    const { execute, records } = setUp(() => exited(0));
    const digest = async (...files: { path: string; content: string; encoding?: 'base64' }[]) => {
      await execute({ language: 'python', files });
      return records.at(-1)?.codeSha256;
    };
    const one = await digest({ path: 'a', content: 'bc' });
    expect(await digest({ path: 'a', content: 'YmM=', encoding: 'base64' })).toBe(one);
    expect(await digest({ path: 'ab', content: 'c' })).not.toBe(one);
    expect(await digest({ path: 'a', content: 'b' }, { path: 'c', content: '' })).not.toBe(one);
  });

  it('has its result even when it cannot be recorded', async () => {
    const { backend, clock, context, languages, warnings } = setUp(() => exited(0));
    const engine = createEngine({
      ...{ backend, languages, clock, limits: { run: stage, compile: stage } },
      admission: new FairQueue({ slots: 1, queueLimit: 0, waitTimeoutMs: 1, clock }),
      record: () => {
        throw new Error('disk full');
      },
    });
    expect((await engine.execute(python, caller, context())).status).toBe('ok');
    expect(warnings).toEqual(['an execution could not be recorded']);
  });

  it('is not answered before it is recorded, nor when that must be and fails, and holds no slot meanwhile', async () => {
    const { backend, clock, context, languages } = setUp(() => exited(0));
    const recording = Promise.withResolvers<void>();
    const admission = new FairQueue({ slots: 1, queueLimit: 0, waitTimeoutMs: 1, clock });
    const engine = createEngine({
      ...{ backend, languages, clock, admission, limits: { run: stage, compile: stage } },
      record: () => recording.promise,
    });
    let answered = false;
    const execution = engine.execute(python, caller, context()).finally(() => {
      answered = true;
    });
    await expect.poll(() => [backend.specs.length, engine.load().running]).toEqual([1, 0]);
    expect(answered).toBe(false);
    recording.reject(new Failure('INTERNAL_ERROR', 'It could not be recorded.'));
    expect((await failureOf(execution)).message).toBe('It could not be recorded.');
  });
});

describe('a caller', () => {
  it('may run only what its key allows, and that is told apart from what there is not', async () => {
    const { backend, engine, context, records } = setUp(() => exited(0));
    const bounded = { ...caller, languages: new Set(['c']) };
    const ask = (language: string) => engine.execute({ language, code: '' }, bounded, context());
    for (const language of ['python', 'missing', 'broken', 'checking']) {
      expect(await failureOf(ask(language))).toMatchObject({
        code: 'FORBIDDEN',
        message: expect.stringContaining(`run ${language}, but c`),
      });
    }
    expect((await failureOf(ask('klingon'))).code).toBe('UNSUPPORTED_LANGUAGE');
    expect([records.length, backend.specs.length]).toEqual([0, 0]);
    expect((await ask('c')).error).toBeNull();
  });

  it('runs under its own limits, its own bound and its own key', async () => {
    const { backend, engine, context, records } = setUp(() => exited(0), 2, 1);
    const small = { defaults: { ...limits, time_ms: 7 }, maxima: { ...limits, time_ms: 7 } };
    const bounded = { ...caller, keyId: 'k1', concurrency: 1, limits: { run: small, compile: stage } };
    const result = await engine.execute(python, bounded, context());
    expect([result.limits?.time_ms, backend.specs[0]?.limits.time_ms, records[0]?.keyId]).toEqual([
      7,
      7,
      'k1',
    ]);
  });

  it('is told of every stage when it traces', async () => {
    const { engine, context } = setUp(() => exited(0));
    const stages: string[] = [];
    const trace = {
      begin: (name: string) => {
        stages.push(`${name} begins`);
        return (facts: object = {}) => void stages.push(`${name} ends ${'end' in facts ? facts.end : ''}`);
      },
    };
    await engine.execute(c, caller, { ...context(), trace });
    expect(stages).toEqual([
      'queue begins',
      'queue ends ',
      'compile begins',
      'compile ends exited',
      'run begins',
      'run ends exited',
    ]);
  });
});

describe('a toolchain', () => {
  it.each([
    ['missing', 'TOOLCHAIN_MISSING', 'version command'],
    ['broken', 'TOOLCHAIN_BROKEN', 'canary'],
  ])('that is %s is a result, with the reason', async (language, error, mechanism) => {
    const { backend, execute, records } = setUp(() => exited(0));
    const result = await execute({ language, code: '' });
    expect(result).toMatchObject({ status: 'failed', error, message: `It is ${language}.`, language });
    expect(result.evidence).toEqual({ limit: 'toolchain', allowed: null, measured: null, mechanism });
    expect(resultSchema.Check(result)).toBe(true);
    expect([records.length, backend.specs.length]).toEqual([1, 0]);
  });

  it('that is being checked, or that nobody knows, is a failure and no record', async () => {
    const { execute, records } = setUp(() => exited(0));
    expect(await failureOf(execute({ language: 'checking', code: '' }))).toMatchObject({
      code: 'NOT_READY',
      retryAfterSeconds: 2,
    });
    expect(await failureOf(execute({ language: 'klingon', code: '' }))).toMatchObject({
      code: 'UNSUPPORTED_LANGUAGE',
      message: 'There is no language klingon.',
    });
    expect(records).toEqual([]);
  });

  it('that cannot be started is looked at again', async () => {
    const gone = outcomeOf({ end: { kind: 'not_started', errno: 'ENOENT' } });
    const { execute, languages } = setUp(() => gone);
    expect((await execute(python)).error).toBe('TOOLCHAIN_MISSING');
    expect((await execute(c)).error).toBe('TOOLCHAIN_MISSING');
    expect(languages.rechecked).toEqual(['python', 'c']);
    languages.found = 'broken';
    expect(await execute(python)).toMatchObject({ error: 'TOOLCHAIN_BROKEN', message: 'It is gone.' });
  });

  it('is looked at before the run when it has changed, and what is found then counts', async () => {
    const { execute, languages, expectNothingHeld } = setUp(() => exited(0));
    languages.changed = true;
    expect(await execute(python)).toMatchObject({ error: null, version: '1.3' });
    languages.found = 'broken';
    expect(await execute(c)).toMatchObject({ error: 'TOOLCHAIN_BROKEN', message: 'It is gone.' });
    expect(languages.rechecked).toEqual(['python', 'c']);
    await expectNothingHeld();
  });

  it('is in doubt when something could not be started, and is not blamed when it is found well', async () => {
    const { execute, languages } = setUp(() => exited(127));
    expect((await execute(python)).error).toBe('RUNTIME_ERROR');
    expect(languages.rechecked).toEqual(['python']);
    languages.found = 'broken';
    expect((await execute(python)).error).toBe('TOOLCHAIN_BROKEN');
  });

  it('is not suspected for a program of the request', async () => {
    const gone = outcomeOf({ end: { kind: 'not_started', errno: 'ENOENT' } });
    const { execute, languages } = setUp(({ argv }) => (argv[0] === 'gcc' ? exited(0) : gone));
    expect((await execute(c)).error).toBe('RUNTIME_ERROR');
    expect((await execute({ ...python, env: { PATH: '/nowhere' } })).error).toBe('RUNTIME_ERROR');
    expect(languages.rechecked).toEqual([]);
  });
});

describe('a fault of the platform', () => {
  it.each([
    ['a SandboxError', new SandboxError('mount: EPERM')],
    ['any other error', new TypeError('bug')],
  ])('%s is INTERNAL_ERROR, recorded and logged, without its inner reason', async (_, cause) => {
    const { execute, records, warnings, expectNothingHeld } = setUp(({ argv }) => {
      if (argv[0] === 'gcc') return exited(0);
      throw cause;
    });
    const failure = await failureOf(execute(c));
    expect(failure).toMatchObject({ code: 'INTERNAL_ERROR', cause });
    expect(failure.message).not.toContain(cause.message);
    expect(records.map(({ result, language }) => [result.error, language])).toEqual([
      ['INTERNAL_ERROR', 'c'],
    ]);
    expect(warnings).toEqual(['the sandbox failed']);
    await expectNothingHeld();
  });

  it('keeps requests out while the backend is not ready, and says what to do', async () => {
    const { backend, execute, records } = setUp(() => exited(0));
    backend.become({ ready: false, problem: 'There is no cgroup.', remedy: 'Delegate one.' });
    expect(await failureOf(execute(python))).toMatchObject({
      code: 'NOT_READY',
      message: 'There is no cgroup. Delegate one.',
      retryAfterSeconds: 5,
    });
    expect(records).toEqual([]);
  });

  it('keeps those out too that waited while the backend failed', async () => {
    const { program, started } = endless();
    const controller = new AbortController();
    const { backend, execute, expectNothingHeld } = setUp(program);
    const first = execute(python, controller.signal);
    const second = failureOf(execute(python));
    await started;
    backend.become({ ready: false, problem: 'The supervisor is gone.' });
    controller.abort();
    await first;
    expect((await second).code).toBe('NOT_READY');
    await expectNothingHeld();
  });
});

describe('admission', () => {
  it('turns away who finds no place, and records nothing of it', async () => {
    const { program, started } = endless();
    const controller = new AbortController();
    const { execute, records, expectNothingHeld } = setUp(program, 1, 0);
    const first = execute(python, controller.signal);
    await started;
    expect((await failureOf(execute(python))).code).toBe('OVERLOADED');
    expect(records).toEqual([]);
    controller.abort();
    await first;
    await expectNothingHeld();
  });

  it('tells how long a request waited', async () => {
    const first = Promise.withResolvers<ReturnType<typeof exited>>();
    const programs = [() => first.promise, () => exited(0)];
    const { clock, execute } = setUp(() => programs.shift()?.() ?? exited(9));
    const results = [execute(python), execute(python)];
    clock.advance(40);
    first.resolve(exited(0));
    expect((await Promise.all(results)).map(({ timings }) => timings.queue_ms)).toEqual([0, 40]);
  });
});

describe('cancelling', () => {
  it('ends a run, and is a result', async () => {
    const { program, started } = endless();
    const controller = new AbortController();
    const { execute, records, expectNothingHeld } = setUp(program);
    const result = execute(python, controller.signal);
    await started;
    controller.abort();
    expect(await result).toMatchObject({ status: 'failed', error: 'CANCELLED', exit_code: null });
    expect(records.map((record) => record.result.error)).toEqual(['CANCELLED']);
    await expectNothingHeld();
  });

  it('ends a compile stage, and starts no run', async () => {
    const { program, started } = endless();
    const controller = new AbortController();
    const { backend, execute, expectNothingHeld } = setUp(program);
    const result = execute(c, controller.signal);
    await started;
    controller.abort();
    expect(await result).toMatchObject({ error: 'CANCELLED', compile: { exit_code: null } });
    expect(backend.specs).toHaveLength(1);
    await expectNothingHeld();
  });

  it('between the stages releases the work folder', async () => {
    const controller = new AbortController();
    const { backend, execute, expectNothingHeld } = setUp(({ argv }) => {
      if (argv[0] === 'gcc') queueMicrotask(() => controller.abort());
      return argv[0] === 'gcc' ? exited(0) : new Promise(() => {});
    });
    expect((await execute(c, controller.signal)).error).toBe('CANCELLED');
    expect((await backend.stats()).live).toBe(0);
    await expectNothingHeld();
  });

  it('frees a place in the queue', async () => {
    const { program, started } = endless();
    const [one, two] = [new AbortController(), new AbortController()];
    const { backend, engine, execute, records, expectNothingHeld } = setUp(program);
    const running = execute(python, one.signal);
    const waiting = execute(python, two.signal);
    await started;
    two.abort();
    expect(await waiting).toMatchObject({ error: 'CANCELLED', time_ms: null, language: 'python' });
    expect(engine.load()).toMatchObject({ running: 1, queued: 0 });
    expect([backend.specs.length, records.length]).toEqual([1, 1]);
    one.abort();
    await running;
    await expectNothingHeld();
  });

  it('beforehand runs nothing', async () => {
    const { backend, execute } = setUp(() => exited(0));
    expect((await execute(python, AbortSignal.abort())).error).toBe('CANCELLED');
    expect(backend.specs).toEqual([]);
  });

  it('afterwards changes nothing', async () => {
    const controller = new AbortController();
    const { execute } = setUp(() => exited(0));
    const result = await execute(python, controller.signal);
    controller.abort();
    expect(result.status).toBe('ok');
  });
});

describe('draining', () => {
  it('lets what runs end, and turns away who waits and who comes', async () => {
    const end = Promise.withResolvers<ReturnType<typeof exited>>();
    const { engine, execute, expectNothingHeld } = setUp(() => end.promise);
    const running = execute(python);
    const waiting = failureOf(execute(python));
    const drained = engine.drain(500);
    expect(engine.load().draining).toBe(true);
    expect((await waiting).code).toBe('SHUTTING_DOWN');
    expect((await failureOf(execute(python))).code).toBe('SHUTTING_DOWN');
    end.resolve(exited(0));
    expect((await running).status).toBe('ok');
    await drained;
    await expectNothingHeld();
  });

  it('ends what still runs after the time of grace, and answers it', async () => {
    const { program, started } = endless();
    const { clock, engine, execute, records, expectNothingHeld } = setUp(program);
    const running = failureOf(execute(python));
    await started;
    const drained = engine.drain(500);
    clock.advance(499);
    expect(engine.load().running).toBe(1);
    clock.advance(1);
    expect((await running).code).toBe('SHUTTING_DOWN');
    await drained;
    expect(records.map(({ result }) => result.error)).toEqual(['SHUTTING_DOWN']);
    await expectNothingHeld();
  });
});

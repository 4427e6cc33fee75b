import { ERRORS, type Limits } from '@gozolite/client';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LimitEvent, LimitEventKind, StageEnd, StageOutcome } from '../sandbox/backend.ts';
import { exited, outcomeOf } from './test-backend.ts';
import { type StageFacts, verdictOf } from './verdict.ts';

const limits: Limits = {
  time_ms: 2000,
  cpu_time_ms: 1000,
  memory_kb: 65_536,
  processes: 16,
  output_bytes: 4096,
  file_kb: 512,
  disk_kb: 1024,
  open_files: 64,
};
const run: StageFacts = { stage: 'run', limits, starts: 'toolchain' };
const compile: StageFacts = { stage: 'compile', limits, starts: 'toolchain' };

const event = (kind: LimitEventKind, atNs: number, measured?: number): LimitEvent => {
  const allowed = {
    memory: limits.memory_kb * 1024,
    output: limits.output_bytes,
    processes: limits.processes,
    disk: limits.disk_kb * 1024,
    file_size: limits.file_kb * 1024,
    wall_time: limits.time_ms * 1e6,
    cpu_time: limits.cpu_time_ms * 1e6,
    forbidden_call: 0,
  }[kind];
  return { kind, atNs, allowed, measured: measured ?? allowed, mechanism: `by ${kind}` };
};
const killed = (kind: LimitEventKind, ...events: LimitEvent[]): StageOutcome =>
  outcomeOf({ end: { kind: 'signaled', signal: 9 }, killedFor: kind, events });

describe('a program that ends by itself', () => {
  it('is ok with exit code 0', () => {
    expect(verdictOf(exited(0), run)).toEqual({
      status: 'ok',
      error: null,
      message: null,
      evidence: null,
      exit_code: 0,
      signal: null,
    });
  });

  it('is RUNTIME_ERROR with another', () => {
    expect(verdictOf(exited(3), run)).toEqual({
      status: 'failed',
      error: 'RUNTIME_ERROR',
      message: 'The program ended with exit code 3.',
      evidence: { limit: 'exit_code', allowed: 0, measured: 3, mechanism: 'waitid' },
      exit_code: 3,
      signal: null,
    });
  });

  it('is RUNTIME_ERROR by a signal, with its name', () => {
    expect(verdictOf(outcomeOf({ end: { kind: 'signaled', signal: 11 } }), run)).toEqual({
      status: 'failed',
      error: 'RUNTIME_ERROR',
      message:
        'The program was ended by SIGSEGV (it used memory that is not its own, or its stack overflowed).',
      evidence: { limit: 'signal', allowed: null, measured: 11, mechanism: 'waitid' },
      exit_code: null,
      signal: 'SIGSEGV',
    });
  });
});

describe('a limit that ended the run', () => {
  it.each([
    [
      'memory',
      'MEMORY_LIMIT_EXCEEDED',
      'memory_kb',
      65_536,
      'The program needed more memory than its limit of 65536 KiB and was killed.',
    ],
    [
      'output',
      'OUTPUT_LIMIT_EXCEEDED',
      'output_bytes',
      4096,
      'The program wrote more than its limit of 4096 bytes to stdout or stderr.',
    ],
    [
      'processes',
      'PROCESS_LIMIT_EXCEEDED',
      'processes',
      16,
      'The program started more processes and threads than its limit of 16 at one time.',
    ],
    [
      'disk',
      'DISK_LIMIT_EXCEEDED',
      'disk_kb',
      1024,
      'The program filled the disk space that its limit of 1024 KiB allows.',
    ],
    [
      'file_size',
      'DISK_LIMIT_EXCEEDED',
      'file_kb',
      512,
      'The program made a file larger than its limit of 512 KiB.',
    ],
    [
      'wall_time',
      'TIME_LIMIT_EXCEEDED',
      'time_ms',
      2000,
      'The program was still running when its time limit of 2000 ms was over.',
    ],
    [
      'cpu_time',
      'TIME_LIMIT_EXCEEDED',
      'cpu_time_ms',
      1000,
      'The program used 1000 ms of CPU time, which is more than its limit of 1000 ms.',
    ],
  ] as const)('%s is %s, with evidence in the unit of %s', (kind, error, limit, allowed, message) => {
    expect(verdictOf(killed(kind, event(kind, 5)), run)).toEqual({
      status: 'failed',
      error,
      message,
      evidence: { limit, allowed, measured: allowed, mechanism: `by ${kind}` },
      exit_code: null,
      signal: 'SIGKILL',
    });
  });

  it('keeps fractions of a millisecond and of a KiB to three decimals', () => {
    const cpu = killed('cpu_time', event('cpu_time', 5, 1_003_456_789));
    expect(verdictOf(cpu, run)).toMatchObject({
      message: 'The program used 1003.457 ms of CPU time, which is more than its limit of 1000 ms.',
      evidence: { allowed: 1000, measured: 1003.457 },
    });
  });

  it('is a violation when the kernel killed it for a forbidden call', () => {
    const outcome = outcomeOf({
      end: { kind: 'signaled', signal: 31 },
      events: [event('forbidden_call', 5, 31)],
    });
    expect(verdictOf(outcome, run)).toEqual({
      status: 'failed',
      error: 'SANDBOX_VIOLATION',
      message: 'The program was killed by the kernel for a system call that the sandbox forbids.',
      evidence: { limit: 'seccomp', allowed: null, measured: 31, mechanism: 'by forbidden_call' },
      exit_code: null,
      signal: 'SIGSYS',
    });
  });

  it('is known without an event, from the reason of the kill', () => {
    expect(verdictOf(killed('wall_time'), run)).toMatchObject({
      error: 'TIME_LIMIT_EXCEEDED',
      evidence: { limit: 'time_ms', allowed: 2000, measured: null, mechanism: 'supervisor' },
    });
  });

  it.each([
    [25, 0, 'DISK_LIMIT_EXCEEDED', { limit: 'file_kb', allowed: 512, measured: null }],
    [31, 0, 'SANDBOX_VIOLATION', { limit: 'seccomp', allowed: null, measured: 31 }],
    [24, 1001, 'TIME_LIMIT_EXCEEDED', { limit: 'cpu_time_ms', allowed: 1000, measured: 1001 }],
    [24, 3, 'RUNTIME_ERROR', { limit: 'signal', measured: 24 }],
  ])('is known without an event, from signal %i at %i ms of CPU: %s', (signal, cpuMs, error, evidence) => {
    const usage = { wallMs: 1, cpuMs, memoryKb: 1, processes: 1 };
    expect(verdictOf(outcomeOf({ end: { kind: 'signaled', signal }, usage }), run)).toMatchObject({
      error,
      evidence,
    });
  });

  it('is known without an event, from output that was dropped', () => {
    const outcome = outcomeOf({ stdout: Buffer.alloc(4096), dropped: { stdout: 10, stderr: 0 } });
    expect(verdictOf(outcome, run)).toMatchObject({
      error: 'OUTPUT_LIMIT_EXCEEDED',
      evidence: { allowed: 4096, measured: 4106 },
      exit_code: 0,
    });
  });
});

describe('which limit, when several were hit', () => {
  const bomb = killed('wall_time', event('processes', 5), event('wall_time', 2e9));
  it('is the one that was recorded first: a fork bomb ended by the clock', () => {
    expect(verdictOf(bomb, run).error).toBe('PROCESS_LIMIT_EXCEEDED');
  });

  it('is not one that was recorded after the reason of the kill', () => {
    const outcome = killed('wall_time', event('wall_time', 5), event('processes', 6));
    expect(verdictOf(outcome, run).error).toBe('TIME_LIMIT_EXCEEDED');
  });

  it('does not depend on the order of the list', () => {
    const outcome = killed('memory', event('memory', 9), event('disk', 3));
    expect(verdictOf(outcome, run).error).toBe('DISK_LIMIT_EXCEEDED');
  });

  const order = ['memory', 'output', 'processes', 'disk', 'file_size', 'wall_time', 'cpu_time'] as const;
  it('goes by the order of precedence at the same instant', () => {
    for (const [index, kind] of order.entries()) {
      const events = order
        .slice(index)
        .reverse()
        .map((other) => event(other, 7));
      const { evidence } = verdictOf(killed('cpu_time', ...events), run);
      expect(evidence?.mechanism).toBe(`by ${kind}`);
    }
  });
});

describe('a limit that something was refused for', () => {
  const coping = ['processes', 'disk', 'file_size', 'forbidden_call'] as const;
  it.each(coping)('%s is ok when the program coped', (kind) => {
    expect(verdictOf(outcomeOf({ events: [event(kind, 5)] }), run).status).toBe('ok');
  });

  it.each([
    ['processes', 'PROCESS_LIMIT_EXCEEDED'],
    ['disk', 'DISK_LIMIT_EXCEEDED'],
    ['file_size', 'DISK_LIMIT_EXCEEDED'],
    ['forbidden_call', 'SANDBOX_VIOLATION'],
    ['memory', 'MEMORY_LIMIT_EXCEEDED'],
  ] as const)('%s is %s when it did not', (kind, error) => {
    const outcome = { ...exited(1), events: [event(kind, 5)] };
    expect(verdictOf(outcome, run)).toMatchObject({
      error,
      exit_code: 1,
      evidence: { mechanism: `by ${kind}` },
    });
  });

  it.each(['memory', 'output', 'wall_time', 'cpu_time'] as const)('%s cannot be coped with', (kind) => {
    expect(verdictOf(outcomeOf({ events: [event(kind, 5)] }), run)).toMatchObject({
      status: 'failed',
      exit_code: 0,
    });
  });
});

describe('the compile stage', () => {
  it.each([
    [{ stderr: Buffer.from('x') }, 'The compiler refused the code with exit code 1: see compile.stderr.'],
    [{ stdout: Buffer.from('x') }, 'The compiler refused the code with exit code 1: see compile.stdout.'],
    [{}, 'The compiler refused the code with exit code 1 and said nothing.'],
  ])('is COMPILE_ERROR when the compiler refuses, and says where to look', (output, message) => {
    const outcome = outcomeOf({ ...output, end: { kind: 'exited', code: 1 } });
    expect(verdictOf(outcome, compile)).toMatchObject({
      error: 'COMPILE_ERROR',
      message,
      evidence: { limit: 'exit_code', allowed: 0, measured: 1, mechanism: 'waitid' },
    });
  });

  it('is COMPILE_ERROR when the compiler crashes', () => {
    expect(verdictOf(outcomeOf({ end: { kind: 'signaled', signal: 6 } }), compile)).toMatchObject({
      error: 'COMPILE_ERROR',
      message: 'The compiler was ended by SIGABRT (it aborted itself).',
    });
  });

  it('has the code of a limit, and says that it was while compiling', () => {
    expect(verdictOf(killed('memory', event('memory', 5)), compile)).toMatchObject({
      error: 'MEMORY_LIMIT_EXCEEDED',
      message: 'While compiling, the compiler needed more memory than its limit of 65536 KiB and was killed.',
    });
  });
});

it('is a compile error when what the compiler left cannot be handed on', () => {
  const notKept = 'the tree is too deep or has too many folders';
  expect(verdictOf(outcomeOf({ notKept }), compile)).toMatchObject({
    error: 'COMPILE_ERROR',
    message: `What the compiler left cannot be handed to the program: ${notKept}.`,
    evidence: { limit: 'work_folder', mechanism: 'collector' },
  });
});

describe('a program that did not start', () => {
  const notStarted = (errno: string) => outcomeOf({ end: { kind: 'not_started', errno } });

  it.each([
    ['ENOENT', compile, 'TOOLCHAIN_MISSING', 'exec'],
    ['EACCES', compile, 'TOOLCHAIN_BROKEN', 'exec'],
    ['ENOENT', run, 'TOOLCHAIN_MISSING', 'exec'],
    ['ENOEXEC', run, 'TOOLCHAIN_BROKEN', 'exec'],
    ['ENOENT', { ...run, starts: 'program' }, 'RUNTIME_ERROR', 'exec'],
    ['ENOSPC', run, 'DISK_LIMIT_EXCEEDED', 'disk_kb'],
    ['ENOSPC', compile, 'DISK_LIMIT_EXCEEDED', 'disk_kb'],
    ['E2BIG', run, 'RUNTIME_ERROR', 'exec'],
    ['E2BIG', compile, 'COMPILE_ERROR', 'exec'],
    ['ENOMEM', run, 'MEMORY_LIMIT_EXCEEDED', 'memory_kb'],
  ] as const)('%s: %o is %s', (errno, facts, error, limit) => {
    expect(verdictOf(notStarted(errno), facts)).toMatchObject({
      status: 'failed',
      error,
      message: expect.stringMatching(/^The .*\.$/),
      evidence: { limit, measured: null, mechanism: expect.stringContaining(errno) },
      exit_code: null,
      signal: null,
    });
  });
});

describe('any outcome', () => {
  const kinds = fc.constantFrom<LimitEventKind>(
    ...(['memory', 'output', 'processes', 'disk'] as const),
    ...(['wall_time', 'cpu_time', 'file_size', 'forbidden_call'] as const),
  );
  const end = fc.oneof<fc.Arbitrary<StageEnd>[]>(
    fc.record({
      kind: fc.constant('exited'),
      code: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 255 })),
    }),
    fc.record({ kind: fc.constant('signaled'), signal: fc.integer({ min: 1, max: 64 }) }),
    fc.record({
      kind: fc.constant('not_started'),
      errno: fc.constantFrom('ENOENT', 'E2BIG', 'ENOMEM', 'EIO'),
    }),
    fc.record({ kind: fc.constant('cancelled') }),
  );
  const outcomes = fc
    .record({
      end,
      killedFor: fc.option(kinds),
      events: fc.array(
        fc.record({
          kind: kinds,
          atNs: fc.nat(),
          allowed: fc.nat(),
          measured: fc.nat(),
          mechanism: fc.string({ minLength: 1 }),
        }),
        { maxLength: 4 },
      ),
      dropped: fc.record({ stdout: fc.nat(2), stderr: fc.nat(2) }),
    })
    .map(outcomeOf);
  const facts = fc.record<StageFacts>({
    stage: fc.constantFrom('compile', 'run'),
    limits: fc.constant(limits),
    starts: fc.constantFrom('toolchain', 'program'),
  });

  it('has one verdict, and it is ok only for a whole and undisturbed exit with code 0', () => {
    fc.assert(
      fc.property(outcomes, facts, (outcome, stage) => {
        const verdict = verdictOf(outcome, stage);
        const { killedFor, dropped, events } = outcome;
        const undisturbed = killedFor === null && dropped.stdout + dropped.stderr === 0;
        const coped = events.every(({ kind }) => !/memory|output|time/.test(kind));
        const well = outcome.end.kind === 'exited' && outcome.end.code === 0 && undisturbed && coped;
        expect(verdict.status).toBe(well ? 'ok' : 'failed');
        expect([verdict.error === null, verdict.message === null]).toEqual([well, well]);
        expect(verdict.evidence === null).toBe(well || verdict.error === 'CANCELLED');
        expect(verdict.exit_code === null || verdict.signal === null).toBe(true);
        if (verdict.error !== null) expect(ERRORS[verdict.error].class).not.toBe('service');
      }),
      { numRuns: 1000 },
    );
  });

  it('names a limit only when that was hit', () => {
    fc.assert(
      fc.property(outcomes, facts, (outcome, stage) => {
        const { error, evidence } = verdictOf(outcome, stage);
        if (outcome.events.length > 0 || outcome.killedFor !== null || outcome.end.kind === 'not_started')
          return;
        if (error === 'CANCELLED' || error === null || outcome.dropped.stdout + outcome.dropped.stderr > 0)
          return;
        const signal = outcome.end.kind === 'signaled' ? outcome.end.signal : 0;
        expect(evidence?.limit).toBe(
          { 25: 'file_kb', 31: 'seccomp' }[signal] ?? (signal > 0 ? 'signal' : 'exit_code'),
        );
      }),
    );
  });
});

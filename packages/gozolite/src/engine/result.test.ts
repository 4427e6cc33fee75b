import { ExecutionResult, type Limits } from '@gozolite/client';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import { failureResult, isolationOf, type ResultFacts, resultOf, type StageReport } from './result.ts';
import { exited, outcomeOf, READY } from './test-backend.ts';
import { type StageFacts, verdictOf } from './verdict.ts';

const schema = Compile(ExecutionResult);
const limits: Limits = {
  time_ms: 1,
  cpu_time_ms: 2,
  memory_kb: 3,
  processes: 4,
  output_bytes: 5,
  file_kb: 6,
  disk_kb: 7,
  open_files: 8,
};
const facts: ResultFacts = {
  id: 'f'.repeat(32),
  language: 'c',
  version: '14.2.0',
  encoding: 'utf8',
  limits,
  isolation: isolationOf(READY),
  queueMs: 1.00049,
};
const report = (outcome: ReturnType<typeof exited>, stage: StageFacts['stage'] = 'run'): StageReport => ({
  outcome,
  limits,
  verdict: verdictOf(outcome, { stage, limits, starts: 'toolchain' }),
});
const ran = (outcome: ReturnType<typeof exited>, encoding: ResultFacts['encoding'] = 'utf8') => {
  const run = report(outcome);
  return resultOf({ ...facts, encoding }, run.verdict, { compile: null, run });
};

describe('resultOf', () => {
  it('tells all of a run, with numbers to three decimals', () => {
    const usage = { wallMs: 12.34567, cpuMs: 3.00004, memoryKb: 1023.5, processes: 1 };
    const result = ran(outcomeOf({ stdout: Buffer.from('42\n'), usage }));
    expect(result).toEqual({
      id: 'f'.repeat(32),
      status: 'ok',
      error: null,
      message: null,
      language: 'c',
      version: '14.2.0',
      stdout: '42\n',
      stderr: '',
      exit_code: 0,
      signal: null,
      time_ms: 12.346,
      cpu_time_ms: 3,
      memory_kb: 1024,
      truncated: { stdout_bytes: 0, stderr_bytes: 0 },
      encoding: 'utf8',
      compile: null,
      evidence: null,
      limits,
      isolation: { backend: 'native', layers: ['namespaces'], degraded: [] },
      timings: { queue_ms: 1, prepare_ms: 1, compile_ms: 0, run_ms: 12.346 },
      artifacts: [],
    });
    expect(schema.Check(result)).toBe(true);
  });

  it('has the compile stage and no run when the compiler refused', () => {
    const compile = report(
      outcomeOf({ end: { kind: 'exited', code: 1 }, stderr: Buffer.from('no') }),
      'compile',
    );
    const result = resultOf(facts, compile.verdict, { compile, run: null });
    expect(result).toMatchObject({
      error: 'COMPILE_ERROR',
      stdout: '',
      exit_code: null,
      time_ms: null,
      compile: { stderr: 'no', exit_code: 1, time_ms: 1, limits },
      timings: { prepare_ms: 1, compile_ms: 1, run_ms: 0 },
    });
    expect(schema.Check(result)).toBe(true);
  });

  it('keeps the order of both stages apart when both ran', () => {
    const compile = report(outcomeOf({ stdout: Buffer.from('warning') }), 'compile');
    const run = report(exited(3));
    const result = resultOf(facts, run.verdict, { compile, run });
    expect(result).toMatchObject({
      error: 'RUNTIME_ERROR',
      exit_code: 3,
      stdout: '',
      compile: { stdout: 'warning', exit_code: 0 },
      timings: { prepare_ms: 2, compile_ms: 1, run_ms: 1 },
    });
  });

  it('measures nothing of a program that did not start', () => {
    const result = ran(outcomeOf({ end: { kind: 'not_started', errno: 'ENOENT' } }));
    expect([result.time_ms, result.cpu_time_ms, result.memory_kb]).toEqual([null, null, null]);
  });

  const odd = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41, 0xff, 0x00);
  it('replaces what is not UTF-8, and keeps a byte order mark and NUL', () => {
    expect(ran(outcomeOf({ stdout: odd })).stdout).toBe('\ufeffA\ufffd\0');
  });

  it('gives whole bytes as base64, of a view into a larger buffer too', () => {
    const larger = Buffer.concat([Buffer.from('xx'), odd, Buffer.from('yy')]);
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 2, odd.length);
    const result = ran(outcomeOf({ stdout: view }), 'base64');
    expect(result.encoding).toBe('base64');
    expect(new Uint8Array(Buffer.from(result.stdout, 'base64'))).toEqual(odd);
  });

  it('brings artifacts back as text where they are text, and says why one is refused', () => {
    const result = ran(
      outcomeOf({
        artifacts: [
          { path: 'a.txt', mode: 0o644, size: 5, content: Buffer.from('\ufeffé') },
          { path: 'b.bin', mode: 0o644, size: 1, content: Uint8Array.of(0xff) },
          { path: 'c', size: 0, refused: 'symlink' },
        ],
      }),
    );
    expect(result.artifacts).toEqual([
      { path: 'a.txt', size: 5, content: '\ufeffé', encoding: 'utf8', refused: null },
      { path: 'b.bin', size: 1, content: '/w==', encoding: 'base64', refused: null },
      { path: 'c', size: 0, content: null, encoding: 'utf8', refused: 'symlink' },
    ]);
    expect(schema.Check(result)).toBe(true);
  });

  it('brings back any bytes that were written', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (content) => {
        const outcome = outcomeOf({ artifacts: [{ path: 'a', mode: 0, size: content.length, content }] });
        const [artifact] = ran(outcome).artifacts;
        expect(new Uint8Array(Buffer.from(artifact?.content ?? '', artifact?.encoding))).toEqual(content);
      }),
    );
  });
});

describe('isolationOf', () => {
  it('names what is in force, and what is not and should be', () => {
    const layer = (name: string, mandatory: boolean, state: 'enforced' | 'degraded' | 'unavailable') => ({
      ...{ name, mandatory, state },
      ...{ mechanism: null, remedy: null },
    });
    const layers = [
      layer('a', true, 'enforced'),
      layer('b', false, 'enforced'),
      layer('c', true, 'degraded'),
      layer('d', true, 'unavailable'),
      layer('e', false, 'unavailable'),
    ];
    expect(isolationOf({ ...READY, layers })).toEqual({
      backend: 'native',
      layers: ['a', 'b'],
      degraded: ['c', 'd'],
    });
  });
});

it('a failure has the shape of a result', () => {
  const evidence = { limit: 'memory_kb', allowed: 1, measured: 2, mechanism: 'configuration' };
  const result = failureResult('1', new Failure('LIMIT_NOT_ALLOWED', 'Too much.', { evidence }));
  expect(result).toMatchObject({
    id: '1',
    status: 'failed',
    error: 'LIMIT_NOT_ALLOWED',
    message: 'Too much.',
    evidence,
  });
  expect(schema.Check(result)).toBe(true);
});

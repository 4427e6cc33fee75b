import { describe, expect, it } from 'vitest';
import { verdictLine } from './verdict.ts';

describe('verdictLine', () => {
  it('says nothing when all is well', () => {
    expect(verdictLine({ error: null, message: null, evidence: null })).toBeNull();
  });

  it('tells verdict, sentence and evidence on one line', () => {
    const evidence = {
      limit: 'memory_kb',
      allowed: 65536,
      measured: 65540,
      mechanism: 'cgroup v2 memory.events oom_kill',
    };
    expect(verdictLine({ error: 'MEMORY_LIMIT_EXCEEDED', message: 'Too much.', evidence })).toBe(
      'gozolite: MEMORY_LIMIT_EXCEEDED: Too much. [memory_kb, allowed 65536, measured 65540; by cgroup v2 memory.events oom_kill]',
    );
  });

  it('leaves out what was not measured, and escapes what a program may have said', () => {
    const evidence = { limit: 'signal', allowed: null, measured: null, mechanism: 'waitid' };
    expect(verdictLine({ error: 'RUNTIME_ERROR', message: 'a\nb\u001b]0;x\u0007', evidence })).toBe(
      'gozolite: RUNTIME_ERROR: a\\nb\\u{1b}]0;x\\u{7} [signal; by waitid]',
    );
  });
});

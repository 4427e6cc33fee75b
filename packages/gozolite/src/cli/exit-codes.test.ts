import { ERROR_CODES, ERRORS } from '@gozolite/client';
import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf, RUN_EXIT_CODES } from './exit-codes.ts';

const ended = { exit_code: null, signal: null } as const;

describe('exitCodeOf', () => {
  it('is 0 when all is well', () => {
    expect(exitCodeOf({ error: null, exit_code: 0, signal: null })).toBe(0);
  });

  it('follows the exit code of the program', () => {
    expect(exitCodeOf({ error: 'RUNTIME_ERROR', exit_code: 42, signal: null })).toBe(42);
  });

  it('is 128 plus the signal of the program', () => {
    expect(exitCodeOf({ error: 'RUNTIME_ERROR', exit_code: null, signal: 'SIGSEGV' })).toBe(139);
    expect(exitCodeOf({ error: 'RUNTIME_ERROR', exit_code: null, signal: 'SIGABRT' })).toBe(134);
  });

  it('is never 0 for a run that did not succeed', () => {
    for (const error of ERROR_CODES) {
      expect(exitCodeOf({ ...ended, error }), error).not.toBe(0);
      expect(exitCodeOf({ ...ended, error, signal: 'SIGUNHEARDOF' }), error).not.toBe(0);
    }
  });

  it('keeps what never ran apart from what the program did', () => {
    for (const error of ERROR_CODES) {
      const code = exitCodeOf({ ...ended, error });
      const never = ['request', 'service'].includes(ERRORS[error].class) && error !== 'CANCELLED';
      expect(code === EXIT.neverRan, error).toBe(never);
    }
  });

  it('gives each limit a code of its own, and documents it', () => {
    const limits = ['TIME', 'MEMORY', 'OUTPUT', 'PROCESS', 'DISK'] as const;
    const codes = limits.map((limit) => exitCodeOf({ ...ended, error: `${limit}_LIMIT_EXCEEDED` }));
    expect(new Set(codes).size).toBe(limits.length);
    for (const code of codes) expect(RUN_EXIT_CODES).toContain(String(code));
  });
});

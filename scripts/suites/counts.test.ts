import { describe, expect, it } from 'vitest';
import { countLines, countVitest, settle } from './counts.ts';

describe('countLines', () => {
  it('adds up the parts of a suite and ignores lines that only look alike', () => {
    const output = 'compiling\n12 passed, 1 failed\nsaw "9 passed, 9 failed" in a log\n3 passed, 0 failed\n';
    expect(countLines(output)).toMatchObject({ passed: 15, failed: 1 });
  });

  it('names what the suite calls not ok', () => {
    expect(countLines('ok - one\nnot ok - two, 3 of 4 (a.c:9)\n1 passed, 1 failed\n').failures).toEqual([
      'two, 3 of 4 (a.c:9)',
    ]);
  });
});

describe('countVitest', () => {
  it('counts a file that could not be loaded as a failure', () => {
    const report = JSON.stringify({
      numPassedTests: 4,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed', fullName: 'a sum is right' }] },
        { status: 'failed', assertionResults: [], name: '/b.test.ts' },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    });
    expect(countVitest(report)).toEqual({
      passed: 4,
      failed: 2,
      skipped: 2,
      failures: ['a sum is right', '/b.test.ts could not be loaded'],
    });
  });

  it('refuses a report of another shape', () => {
    expect(() => countVitest('{}')).toThrow('numPassedTests');
  });
});

describe('settle', () => {
  const failures = ['one', 'two'];

  it('leaves a suite that tells its failures alone', () => {
    expect(settle({ passed: 3, failed: 2, failures }, 1)).toEqual({ passed: 3, failed: 2, failures });
  });

  it('counts a crash, a kill and an empty suite as one failure', () => {
    expect(settle({ passed: 3, failed: 0, failures: [] }, 1)).toMatchObject({ passed: 3, failed: 1 });
    expect(settle({ passed: 3, failed: 0, failures: [] }, null)).toMatchObject({ passed: 3, failed: 1 });
    expect(settle({ passed: 0, failed: 0, failures: [] }, 0)).toMatchObject({ passed: 0, failed: 1 });
  });
});

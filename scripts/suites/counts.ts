/**
 * Reads from what a suite printed, or from the report it wrote, how many tests passed and failed, and which failed.
 */
export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
  /** The failed tests by name, as far as the suite tells them. */
  readonly failures: readonly string[];
};

/**
 * Every line `N passed, N failed` that stands alone counts; a suite may print one for each of its parts. A line
 * `not ok - NAME` names a failure.
 */
export function countLines(output: string): Counts {
  let passed = 0;
  let failed = 0;
  for (const [, ok, bad] of output.matchAll(/^(\d+) passed, (\d+) failed$/gm)) {
    passed += Number(ok);
    failed += Number(bad);
  }
  return {
    passed,
    failed,
    failures: [...output.matchAll(/^not ok - (.+)$/gm)].map(([, name]) => name ?? ''),
  };
}

/** Vitest's JSON report. A file that could not be loaded, and so ran no test, counts as one failure. */
export function countVitest(report: string): Counts {
  const parsed: unknown = JSON.parse(report);
  const files = list(parsed, 'testResults');
  const unloaded = files.filter(isUnloaded);
  const failed = files.flatMap((file) => list(file, 'assertionResults')).filter(hasFailed);
  return {
    passed: number(parsed, 'numPassedTests'),
    failed: number(parsed, 'numFailedTests') + unloaded.length,
    skipped: number(parsed, 'numPendingTests'),
    failures: [
      ...failed.map((test) => String(field(test, 'fullName'))),
      ...unloaded.map((file) => `${field(file, 'name')} could not be loaded`),
    ],
  };
}

function isUnloaded(file: unknown): boolean {
  return hasFailed(file) && list(file, 'assertionResults').length === 0;
}

const hasFailed = (result: unknown): boolean => field(result, 'status') === 'failed';

function list(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}

function number(value: unknown, name: string): number {
  const found = field(value, name);
  if (typeof found !== 'number') throw new Error(`The test report has no number "${name}".`);
  return found;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}

/**
 * What a suite is counted as: a suite that ended badly without saying which test failed has failed once, and so has one
 * that ran no test at all.
 */
export function settle(counts: Counts, exitCode: number | null): Counts {
  const silent = counts.failed === 0 && (exitCode !== 0 || counts.passed === 0);
  return silent ? { ...counts, failed: 1 } : counts;
}

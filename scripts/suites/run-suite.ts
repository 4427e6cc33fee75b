/**
 * Runs one suite: its output goes by as it comes, and is read for its counts when it has ended. A suite that takes
 * longer than it may is killed with all its processes, and has failed.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Counts, countLines, countVitest, settle } from './counts.ts';
import type { Suite } from './table.ts';

type Show = (chunk: string) => void;

export type SuiteResult = Counts & { readonly seconds: number; readonly note: string | null };

/** `show` is given the suite's output as it comes. */
export async function runSuite(root: string, suite: Suite, show: Show): Promise<SuiteResult> {
  const began = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-test-'));
  const report = join(folder, 'report.json');
  try {
    const argv = suite.command.map((word) => word.replace('{report}', report));
    const { exitCode, output, timedOut } = await runToEnd(root, argv, { minutes: suite.minutes, show });
    const counted = count(suite, output, report);
    const counts = settle(counted ?? { passed: 0, failed: 0, failures: [] }, exitCode);
    const note = timedOut ? `killed after ${suite.minutes} minutes` : explain(counted, exitCode);
    return { ...counts, seconds: (performance.now() - began) / 1000, note };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(suite: Suite, output: string, report: string): Counts | null {
  try {
    return suite.counts === 'vitest' ? countVitest(readFileSync(report, 'utf8')) : countLines(output);
  } catch {
    return null;
  }
}

function explain(counted: Counts | null, exitCode: number | null): string | null {
  if (counted === null) return 'ended without a report';
  if (counted.failed > 0) return null;
  if (exitCode !== 0) return exitCode === null ? 'was killed' : `ended with exit code ${exitCode}`;
  if (counted.passed === 0) return 'ran no test';
  return counted.skipped === undefined || counted.skipped === 0 ? null : `${counted.skipped} skipped`;
}

/** A suite sees a pipe where a person may be looking. */
function colours(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;
  return process.stdout.isTTY ? { ...env, FORCE_COLOR: '1' } : { ...env, NO_COLOR: '1' };
}

type Ended = { readonly exitCode: number | null; readonly output: string; readonly timedOut: boolean };

type Watch = { readonly minutes: number; readonly show: Show };

function runToEnd(root: string, argv: readonly string[], watch: Watch): Promise<Ended> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    // A process group of its own, so that all of it can be killed.
    const child = spawn(program, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: colours(),
    });
    let output = '';
    let timedOut = false;
    const collect = (chunk: string) => {
      output += chunk;
      watch.show(chunk);
    };
    const kill = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
    const interrupted = () => {
      kill();
      process.exit(130);
    };
    process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
    const timer = setTimeout(() => {
      timedOut = true;
      kill();
    }, watch.minutes * 60_000);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => collect(`${error.message}\n`));
    // Something left behind may hold the output open: it is waited for no longer than this.
    child.once('exit', () =>
      setTimeout(() => [child.stdout, child.stderr].map((s) => s.destroy()), 2000).unref(),
    );
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      resolve({
        exitCode: child.exitCode ?? (child.signalCode === null ? exitCode : null),
        output,
        timedOut,
      });
    });
  });
}

import { expect, it } from 'vitest';
import { runSuite } from './run-suite.ts';
import type { Suite } from './table.ts';

const run = (suite: Suite) => runSuite('/', suite, () => undefined);

const shell = (script: string, minutes = 1): Suite => ({
  name: 'probe',
  about: '',
  command: ['sh', '-c', script],
  counts: 'lines',
  needs: [],
  minutes,
});

it('counts what the suite printed', async () => {
  expect(await run(shell('echo 3 passed, 0 failed'))).toMatchObject({
    passed: 3,
    failed: 0,
    note: null,
  });
});

it('counts a crash after passed tests as a failure', async () => {
  expect(await run(shell('echo 3 passed, 0 failed; kill -SEGV $$'))).toMatchObject({
    passed: 3,
    failed: 1,
    note: 'was killed',
  });
});

it('counts a program that is not there as a failure', async () => {
  const suite = { ...shell(''), command: ['/nonexistent/suite'] };
  expect(await run(suite)).toMatchObject({ passed: 0, failed: 1 });
});

it('kills a suite that takes too long, with its children', async () => {
  const result = await run(shell('sleep 60 & sleep 60', 0.003));
  expect(result).toMatchObject({ passed: 0, failed: 1 });
  expect(result.note).toContain('killed after');
  expect(result.seconds).toBeLessThan(10);
});

it('fails when a vitest suite leaves no report', async () => {
  expect(await run({ ...shell('exit 0'), counts: 'vitest' })).toMatchObject({
    failed: 1,
    note: 'ended without a report',
  });
});

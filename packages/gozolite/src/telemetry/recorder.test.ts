import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { loadOf, resultOf } from '../http/test-service.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { RecentExecutions } from './recent-executions.ts';
import { createRecorder } from './recorder.ts';

it('an execution that must be in the audit log and is not ends in a failure', async () => {
  const log = createLog({ level: 'silent', destination: { write: () => undefined } });
  const append = () => Promise.reject(new Error('disk full'));
  const recorder = createRecorder({
    log,
    metrics: { observe: () => undefined },
    recent: new RecentExecutions(),
    audit: () => ({ append, withCode: false }),
  });
  const record = { id: 'a', tenant: 't', keyId: null, language: 'c', version: null, codeSha256: '' };
  const recorded = recorder.record({ ...record, result: resultOf('a') }, { language: 'c', code: '' });
  await expect(recorded).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
});

it('an execution leaves one line with its ids and measures, and nothing of its code or output', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const metrics = createMetrics({
    load: () => loadOf(),
    languages: () => [],
    isLanguage: () => true,
    backendStatus: () => ({
      backend: 'native',
      ready: true,
      problem: null,
      remedy: null,
      layers: [],
      metricSources: {},
      facts: {},
    }),
    backendStats: () => Promise.reject(new Error('not connected')),
    audit: () => null,
  });
  const recent = new RecentExecutions();
  const recorder = createRecorder({ log, metrics, recent, audit: () => null });
  const forget = recorder.correlate('a1', { requestId: 'request-7', traceId: 'trace-7' });
  const result = resultOf('a1', {
    stdout: 'a secret',
    stderr: 'a secret',
    error: 'RUNTIME_ERROR',
    status: 'failed',
  });
  const record = {
    id: 'a1',
    tenant: 'acme',
    keyId: 'k1',
    language: 'python',
    version: '3',
    codeSha256: 'abc',
    result,
  };
  const request = { language: 'python', code: 'a secret' };
  await recorder.record(record, request);
  forget();
  await recorder.record(record, request);
  expect(lines).toEqual([]);
  await setImmediate();
  expect(lines.join('')).not.toContain('secret');
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({
    id: 'a1',
    request_id: 'request-7',
    trace_id: 'trace-7',
    key_id: 'k1',
    tenant: 'acme',
    language: 'python',
    version: '3',
    status: 'failed',
    error: 'RUNTIME_ERROR',
    usage: { time_ms: 12.5, cpu_time_ms: 10, memory_kb: 9000 },
    timings: { queue_ms: 0, prepare_ms: 1, compile_ms: 0, run_ms: 12.5 },
    code_sha256: 'abc',
  });
  expect(second.request_id).toBe('a1');
  expect((await metrics.scrape()).text).toContain('verdict="RUNTIME_ERROR",tenant="acme"} 2');
  expect(recent.find('a1', 'acme')).toMatchObject({ id: 'a1', error: 'RUNTIME_ERROR' });
  expect(recent.find('a1', 'other')).toBeNull();
  metrics.close();
});

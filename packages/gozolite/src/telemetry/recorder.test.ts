import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { resultOf } from '../http/test-service.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createRecorder } from './recorder.ts';

it('an execution leaves one line with its ids and measures, and nothing of its code or output', async () => {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const metrics = createMetrics({
    load: () => ({ slots: 1, running: 0, queued: 0, queueLimit: 0, draining: false }),
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
  });
  const recorder = createRecorder({ log, metrics });
  const forget = recorder.correlate('a1', 'trace-7');
  const result = resultOf('a1', {
    stdout: 'a secret',
    stderr: 'a secret',
    error: 'RUNTIME_ERROR',
    status: 'failed',
  });
  const record = { id: 'a1', tenant: 'acme', language: 'python', version: '3', codeSha256: 'abc', result };
  recorder.record(record);
  forget();
  recorder.record(record);
  expect(lines).toEqual([]);
  await setImmediate();
  expect(lines.join('')).not.toContain('secret');
  const [first, second] = lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({
    id: 'a1',
    request_id: 'trace-7',
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
  expect((await metrics.scrape()).text).toContain('verdict="RUNTIME_ERROR"} 2');
  metrics.close();
});

/**
 * Traces, as a collector receives them from the real service.
 */
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { execute } from '../execute.ts';
import { startServer } from '../server.ts';
import { until } from '../waiting.ts';
import { attribute, otlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';

const C = { language: 'c', code: 'int main(void) { return 0; } /* a secret */' };

it('an execution is one trace with its stages as spans, within the trace of its caller', async () => {
  await using receiver = await otlpReceiver();
  await using server = await startServer({
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_SERVICE_NAME: 'judge',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
  });
  const traceId = randomBytes(16).toString('hex');
  const spanId = randomBytes(8).toString('hex');
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, 'x-request-id': 'traced-1' };
  const result = await execute(server, C, { headers });
  expect(result).toMatchObject({ error: null, trace_id: traceId });

  const spansOf = (id: string): readonly ReceivedSpan[] =>
    receiver.spans.filter((span) => span.traceId === id);
  const spans = await until(() => (spansOf(traceId).length >= 4 ? spansOf(traceId) : null), {
    withinMs: 10_000,
    what: 'the spans have come',
  });
  const named = (name: string) => {
    const found = spans.filter((span) => span.name === name);
    if (found[0] === undefined || found.length > 1)
      throw new Error(`There are ${found.length} spans ${name}.`);
    return found[0];
  };
  const root = named('POST /execute');
  expect(spans.map(({ name }) => name).sort()).toEqual(['POST /execute', 'compile', 'queue', 'run']);
  expect(root).toMatchObject({ parentSpanId: spanId, kind: 2, service: 'judge' });
  expect(attribute(root.attributes, 'gozolite.execution_id')).toBe(result.id);
  expect(attribute(root.attributes, 'gozolite.verdict')).toBe('ok');
  expect(attribute(root.attributes, 'gozolite.language')).toBe('c');
  const began = (name: string) => BigInt(named(name).startTimeUnixNano);
  const ended = (name: string) => BigInt(named(name).endTimeUnixNano);
  // A span begins at a whole millisecond, cut off, and ends at that and what it took to the microsecond.
  const CUT_NS = 1_000_000n;
  for (const stage of ['queue', 'compile', 'run']) {
    expect(named(stage).parentSpanId).toBe(root.spanId);
    expect(ended(stage)).toBeGreaterThanOrEqual(began(stage));
    expect(ended('POST /execute') + CUT_NS).toBeGreaterThanOrEqual(ended(stage));
  }
  expect(began('run') + CUT_NS).toBeGreaterThanOrEqual(ended('compile'));
  expect(attribute(named('run').attributes, 'gozolite.end')).toBe('exited');

  const line = server.records().find(({ id }) => id === result.id);
  expect(line).toMatchObject({ trace_id: traceId, request_id: 'traced-1' });
  expect(JSON.stringify(receiver.spans)).not.toContain('a secret');

  // Without a caller's trace it has one of its own, and a caller that is not recorded is not recorded here.
  const own = await execute(server, { language: 'bash', code: 'exit 3' });
  const silent = randomBytes(16).toString('hex');
  await execute(server, C, { headers: { traceparent: `00-${silent}-${spanId}-00` } });
  await until(() => spansOf(own.trace_id ?? '').length >= 3, {
    withinMs: 10_000,
    what: 'the second trace has come',
  });
  const second = spansOf(own.trace_id ?? '').find(({ name }) => name === 'POST /execute');
  expect(second?.parentSpanId ?? '').toBe('');
  expect(attribute(second?.attributes ?? [], 'gozolite.verdict')).toBe('RUNTIME_ERROR');
  expect(spansOf(silent)).toEqual([]);
  expect(receiver.problems).toEqual([]);

  // What was not sent yet is sent at the end.
  const last = await execute(server, { language: 'bash', code: ':' });
  await server.stop();
  expect(spansOf(last.trace_id ?? '').length).toBe(3);
});

it('without a place to send them there are no traces', async () => {
  await using server = await startServer();
  const result = await execute(server, C);
  expect(Object.hasOwn(result, 'trace_id')).toBe(false);
});

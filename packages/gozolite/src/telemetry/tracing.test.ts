import { expect, it } from 'vitest';
import { createLog } from './log.ts';
import { startTracing } from './tracing.ts';

const log = createLog({ level: 'silent', destination: { write: () => undefined } });

it.each<Readonly<Record<string, string>>>([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: '  ' },
  { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
  { OTEL_SERVICE_NAME: 'judge' },
])('no traces are made with %j', async (environment) => {
  expect(await startTracing({ environment, version: '1', log })).toBeNull();
});

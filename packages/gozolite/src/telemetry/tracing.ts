/**
 * Traces by OpenTelemetry: one an execution, its stages as spans. Where they go, how many are kept and how contexts are passed on is
 * said by the standard `OTEL_*` variables, which the SDK reads from the environment of the process.
 *
 * What always holds: without a variable that says where traces go, nothing of the SDK is loaded and an execution costs nothing more;
 * a span holds measures and codes, never code, input or output.
 */
import type { Span } from '@opentelemetry/api';
import type { RunTrace } from '../engine/run-context.ts';
import type { Log } from './log.ts';

export type TraceFacts = Readonly<Record<string, string | number | boolean>>;

export type ExecutionTrace = RunTrace & {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** To be called once, with what became of it; `failed` for a fault of the service. */
  end(facts: TraceFacts, failed: boolean): void;
};

export type Tracing = {
  /** Goes on with the trace that the headers of the request name, or begins one. */
  begin(name: string, headers: Readonly<Record<string, unknown>>, facts: TraceFacts): ExecutionTrace;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
};

type Environment = Readonly<Record<string, string | undefined>>;

const isSet = (environment: Environment, name: string): boolean => (environment[name]?.trim() ?? '') !== '';

/** Whether the environment asks for traces. */
const tracesWanted = (environment: Environment): boolean => {
  if (environment.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return false;
  const exporters = (environment.OTEL_TRACES_EXPORTER ?? '').split(',').map((name) => name.trim());
  if (exporters.includes('none')) return false;
  if (exporters.some((name) => name !== '')) return true;
  return (
    isSet(environment, 'OTEL_EXPORTER_OTLP_ENDPOINT') ||
    isSet(environment, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT')
  );
};

const PREFIX = 'gozolite.';
const describe = (span: Span, facts: TraceFacts): void => {
  for (const [name, value] of Object.entries(facts))
    span.setAttribute(name.includes('.') ? name : PREFIX + name, value);
};

export type TracingOptions = {
  readonly environment: Environment;
  readonly version: string;
  readonly log: Log;
};

/** Null when traces are not wanted. */
export const startTracing = async ({
  environment,
  version,
  log,
}: TracingOptions): Promise<Tracing | null> => {
  if (!tracesWanted(environment)) return null;
  const { context, diag, DiagLogLevel, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } =
    await import('@opentelemetry/api');
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName: environment.OTEL_SERVICE_NAME?.trim() || 'gozolite',
    // Metrics and logs have their own ways out.
    metricReaders: [],
    logRecordProcessors: [],
    views: [],
    instrumentations: [],
  });
  if (!isSet(environment, 'OTEL_LOG_LEVEL')) {
    const tell = (reason: string): void => log.warn({ reason }, 'Traces are not sent as they should be.');
    const ignore = (): void => undefined;
    diag.setLogger(
      { error: tell, warn: tell, info: ignore, debug: ignore, verbose: ignore },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    );
  }
  sdk.start();
  // Contexts are handed over by hand, so nothing has to follow every callback of the process.
  context.disable();
  const tracer = trace.getTracer('gozolite', version);

  return {
    begin: (name, headers, facts) => {
      const parent = propagation.extract(ROOT_CONTEXT, headers);
      const root = tracer.startSpan(name, { kind: SpanKind.SERVER }, parent);
      describe(root, facts);
      const inside = trace.setSpan(parent, root);
      return {
        traceId: root.spanContext().traceId,
        begin: (stage) => {
          const span = tracer.startSpan(stage, {}, inside);
          return (measured = {}) => {
            describe(span, measured);
            span.end();
          };
        },
        end: (ended, failed) => {
          describe(root, ended);
          if (failed) root.setStatus({ code: SpanStatusCode.ERROR });
          root.end();
        },
      };
    },
    close: () => sdk.shutdown(),
  };
};

/**
 * Where execution records go: one log line, the metrics, the list of recent executions, and the audit log where there is one. The
 * engine knows executions by their id only; an adapter that knows a request id or a trace says so for as long as the
 * execution lasts.
 *
 * What always holds: with an audit log, a record has been written there when `record` has resolved; else it rejects with
 * the failure that is to be answered.
 */
import type { ExecutionRequest } from '@gozolite/client';
import { executionEvent } from '../audit/events.ts';
import type { ExecutionRecord } from '../engine/engine.ts';
import { Failure } from '../engine/failure.ts';
import { executionLine } from './execution-line.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Correlation, RecentExecutions } from './recent-executions.ts';

export type Recorder = {
  record(record: ExecutionRecord, request: ExecutionRequest): Promise<void> | void;
  /** What the adapter knows of an execution, until the returned function is called. */
  correlate(id: string, correlation: Correlation): () => void;
};

/** The part of the audit log that is needed here. */
export type AuditSink = {
  readonly append: (event: ReturnType<typeof executionEvent>) => Promise<void>;
  /** Whether events hold the whole request. */
  readonly withCode: boolean;
};

export type RecorderParts = {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'observe'>;
  readonly recent: RecentExecutions;
  /** Asked for with every record: the audit log is opened after the recorder is made. */
  readonly audit: () => AuditSink | null;
};

export const createRecorder = ({ log, metrics, recent, audit }: RecorderParts): Recorder => {
  const known = new Map<string, Correlation>();
  const correlationOf = (id: string): Correlation => known.get(id) ?? { requestId: id, traceId: null };

  const appendTo = async (
    sink: AuditSink,
    record: ExecutionRecord,
    request: ExecutionRequest,
  ): Promise<void> => {
    try {
      await sink.append(
        executionEvent(record, request, { ...correlationOf(record.id), withCode: sink.withCode }),
      );
    } catch (cause) {
      throw new Failure(
        'INTERNAL_ERROR',
        'The execution ended, but it could not be written to the audit log, and so it is not answered.',
        { cause },
      );
    }
  };

  return {
    record: (record, request) => {
      const correlation = correlationOf(record.id);
      recent.add(record, correlation);
      // Once the answer is on its way: its reader need not wait for the log.
      setImmediate(() => {
        try {
          log.info(executionLine(record, correlation), 'execution');
          metrics.observe(record);
        } catch (err) {
          log.warn({ err }, 'an execution could not be recorded');
        }
      });
      const sink = audit();
      return sink === null ? undefined : appendTo(sink, record, request);
    },
    correlate: (id, correlation) => {
      known.set(id, correlation);
      return () => {
        known.delete(id);
      };
    },
  };
};

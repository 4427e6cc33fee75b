/**
 * Where execution records go: one log line and the metrics. The engine knows executions by their id only; an adapter
 * that knows a request id says so for as long as the execution lasts.
 */
import type { ExecutionRecord } from '../engine/engine.ts';
import { executionLine } from './execution-line.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export type Recorder = {
  record(record: ExecutionRecord): void;
  /** The request id of an execution, until the returned function is called. */
  correlate(id: string, requestId: string): () => void;
};

export const createRecorder = ({
  log,
  metrics,
}: {
  readonly log: Log;
  readonly metrics: Metrics;
}): Recorder => {
  const requestIds = new Map<string, string>();
  return {
    record: (record) => {
      const requestId = requestIds.get(record.id) ?? record.id;
      // Once the answer is on its way: its reader need not wait for the log.
      setImmediate(() => {
        try {
          log.info(executionLine(record, requestId), 'execution');
          metrics.observe(record);
        } catch (err) {
          log.warn({ err }, 'an execution could not be recorded');
        }
      });
    },
    correlate: (id, requestId) => {
      requestIds.set(id, requestId);
      return () => {
        requestIds.delete(id);
      };
    },
  };
};

/**
 * What `gozolite run` runs a request with: the engine in this process, or a server. Both answer with a result; what
 * kept a request from running is a `Failure`, a `CliError`, or a result that says so.
 */
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import type { KnownLanguage } from './language.ts';

export type Executor = {
  languages(): Promise<readonly KnownLanguage[]>;
  execute(request: ExecutionRequest, signal: AbortSignal): Promise<ExecutionResult>;
  close(): Promise<void>;
};

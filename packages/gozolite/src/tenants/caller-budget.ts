/**
 * What one caller may use in a minute: executions asked for, and CPU time. Refusals say truthfully when to come again.
 *
 * CPU time is known only after a run, so it is charged then: a caller may overdraw by what is in flight, and waits
 * until the debt is paid.
 */
import type { ExecutionResult } from '@gozolite/client';
import { Failure } from '../engine/failure.ts';
import { type Buckets, createBuckets } from './token-buckets.ts';

export type BudgetSettings = {
  /** Executions a minute; 0 is no limit. */
  readonly rateLimit: number;
  /** CPU seconds a minute; 0 is no limit. */
  readonly cpuQuota: number;
};

export type CallerBudget = {
  /** Throws RATE_LIMITED or QUOTA_EXCEEDED when this caller has to wait. */
  admit(caller: string): void;
  /** To be called with every result. */
  charge(caller: string, result: ExecutionResult): void;
};

/** Least CPU budget, in milliseconds, with which an execution may begin. */
const CPU_STAKE_MS = 1;

const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));

export const createCallerBudget = (settings: BudgetSettings, now?: () => number): CallerBudget => {
  const bucketsOf = (perMinute: number): Buckets | null =>
    perMinute === 0 ? null : createBuckets({ perMinute, ...(now === undefined ? {} : { now }) });
  const rate = bucketsOf(settings.rateLimit);
  const cpu = bucketsOf(settings.cpuQuota * 1000);

  return {
    admit: (caller) => {
      const cpuWait = cpu?.take(caller, CPU_STAKE_MS) ?? 0;
      if (cpuWait > 0) {
        const retryAfterSeconds = wholeSeconds(cpuWait);
        throw new Failure(
          'QUOTA_EXCEEDED',
          `The ${settings.cpuQuota} CPU seconds a minute of this caller are used up; come again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
      const rateWait = rate?.take(caller, 1) ?? 0;
      if (rateWait > 0) {
        cpu?.charge(caller, -CPU_STAKE_MS);
        const retryAfterSeconds = wholeSeconds(rateWait);
        throw new Failure(
          'RATE_LIMITED',
          `This caller may ask for ${settings.rateLimit} executions a minute; come again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
    },
    charge: (caller, result) => {
      const used = (result.cpu_time_ms ?? 0) + (result.compile?.cpu_time_ms ?? 0);
      cpu?.charge(caller, used - CPU_STAKE_MS);
    },
  };
};

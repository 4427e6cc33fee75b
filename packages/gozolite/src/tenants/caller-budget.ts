/**
 * What one caller may use in a minute: executions asked for, and CPU time. Refusals say truthfully when to come again.
 *
 * CPU time is known only after a run, so it is charged then: a caller may overdraw by what is in flight, and waits
 * until the debt is paid.
 */
import type { ExecutionResult } from '@gozolite/client';
import { Failure } from '../engine/failure.ts';
import type { Identity } from './key-ring.ts';
import { createBuckets, type MeteredCaller } from './token-buckets.ts';

/** For callers whose key says nothing else. */
export type BudgetSettings = {
  /** Executions a minute; 0 is no limit. */
  readonly rateLimit: number;
  /** CPU seconds a minute; 0 is no limit. */
  readonly cpuQuota: number;
};

export type BudgetedCaller = Pick<Identity, 'budgetKey' | 'bounds'>;

export type CallerBudget = {
  /** Throws RATE_LIMITED or QUOTA_EXCEEDED when this caller has to wait. */
  admit(caller: BudgetedCaller): void;
  /** To be called with every result. */
  charge(caller: BudgetedCaller, result: ExecutionResult): void;
};

/** Least CPU budget, in milliseconds, with which an execution may begin. */
const CPU_STAKE_MS = 1;

const wholeSeconds = (seconds: number): number => Math.max(1, Math.ceil(seconds));

export const createCallerBudget = (settings: BudgetSettings, now?: () => number): CallerBudget => {
  const clock = now === undefined ? {} : { now };
  const rates = createBuckets(clock);
  const cpu = createBuckets(clock);
  const rateOf = ({ bounds }: BudgetedCaller): number => bounds.rate_limit ?? settings.rateLimit;
  const quotaOf = ({ bounds }: BudgetedCaller): number => bounds.cpu_quota ?? settings.cpuQuota;
  const metered = ({ budgetKey }: BudgetedCaller, perMinute: number): MeteredCaller => ({
    name: budgetKey,
    perMinute,
  });

  return {
    admit: (caller) => {
      const quota = quotaOf(caller);
      const cpuCaller = metered(caller, quota * 1000);
      const cpuWait = quota === 0 ? 0 : cpu.take(cpuCaller, CPU_STAKE_MS);
      if (cpuWait > 0) {
        const retryAfterSeconds = wholeSeconds(cpuWait);
        throw new Failure(
          'QUOTA_EXCEEDED',
          `The ${quota} CPU seconds a minute of this caller are used up; come again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
      const rate = rateOf(caller);
      const rateWait = rate === 0 ? 0 : rates.take(metered(caller, rate), 1);
      if (rateWait > 0) {
        if (quota > 0) cpu.charge(cpuCaller, -CPU_STAKE_MS);
        const retryAfterSeconds = wholeSeconds(rateWait);
        throw new Failure(
          'RATE_LIMITED',
          `This caller may ask for ${rate} executions a minute; come again in ${retryAfterSeconds} s.`,
          { retryAfterSeconds },
        );
      }
    },
    charge: (caller, result) => {
      const quota = quotaOf(caller);
      if (quota === 0) return;
      const used = (result.cpu_time_ms ?? 0) + (result.compile?.cpu_time_ms ?? 0);
      cpu.charge(metered(caller, quota * 1000), used - CPU_STAKE_MS);
    },
  };
};

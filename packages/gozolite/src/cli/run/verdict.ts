/**
 * The one line that `gozolite run` prints when a run did not succeed: the verdict, the sentence and the evidence.
 */
import type { ErrorCode, Evidence } from '@gozolite/client';
import { printable } from '../printable.ts';

export type Verdict = {
  readonly error: ErrorCode | null;
  readonly message: string | null;
  readonly evidence: Evidence | null;
};

/** Null when there is nothing to say. */
export function verdictLine({ error, message, evidence }: Verdict): string | null {
  if (error === null) return null;
  const parts = [`gozolite: ${error}`];
  if (message !== null) parts.push(printable(message));
  return parts.join(': ') + (evidence === null ? '' : ` [${printable(evidenceText(evidence))}]`);
}

function evidenceText({ limit, allowed, measured, mechanism }: Evidence): string {
  const numbers = [
    ...(allowed === null ? [] : [`allowed ${allowed}`]),
    ...(measured === null ? [] : [`measured ${measured}`]),
  ];
  return `${[limit, ...numbers].join(', ')}; by ${mechanism}`;
}

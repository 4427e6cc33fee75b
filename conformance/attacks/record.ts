/**
 * What is known of an attack when it is over, and of all of them together: what reports are made of.
 */
import type { ExecutionResult } from '@gozolite/client';
import { type Static, Type } from 'typebox';
import type { Isolation } from '../capabilities.ts';
import type { Attack } from './attack.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const AttackRecord = Type.Object({
  class: Type.String(),
  name: Type.String(),
  program: Type.String(),
  /** `held`: everything was as it must be, afterwards too. */
  outcome: Type.Union([Type.Literal('held'), Type.Literal('broken'), Type.Literal('skipped')]),
  verdict: nullable(Type.String()),
  evidence: nullable(Type.String()),
  time_ms: nullable(Type.Number()),
  /** What was not as it must be, what was left behind included, or why it was skipped. */
  problem: nullable(Type.String()),
});
export type AttackRecord = Static<typeof AttackRecord>;

export const AttackReport = Type.Object({
  kernel: Type.String(),
  privilege: Type.String(),
  cgroups: Type.String(),
  landlock_abi: Type.Number(),
  layers: Type.Array(Type.Object({ name: Type.String(), mechanism: nullable(Type.String()) })),
  attacks: Type.Array(AttackRecord),
});
export type AttackReport = Static<typeof AttackReport>;

export type Outcome =
  | { readonly kind: 'held'; readonly result: ExecutionResult }
  | { readonly kind: 'broken' | 'skipped'; readonly problem: string };

export function recordOf(group: string, { name, program }: Attack, outcome: Outcome): AttackRecord {
  const about = { class: group, name, program: typeof program === 'string' ? program : program[0] };
  if (outcome.kind !== 'held') {
    const nothing = { verdict: null, evidence: null, time_ms: null };
    return { ...about, ...nothing, outcome: outcome.kind, problem: outcome.problem };
  }
  const { error, evidence, time_ms } = outcome.result;
  const seen =
    evidence === null
      ? null
      : `${evidence.limit}: ${evidence.measured} of ${evidence.allowed} (${evidence.mechanism})`;
  return { ...about, outcome: 'held', verdict: error ?? 'OK', evidence: seen, time_ms, problem: null };
}

export function reportOf(
  kernel: string,
  { facts, layers }: Isolation,
  attacks: readonly AttackRecord[],
): AttackReport {
  return {
    kernel,
    privilege: facts.privilege,
    cgroups: facts.cgroup_mode,
    landlock_abi: facts.landlock_abi,
    layers: layers
      .filter(({ state }) => state === 'enforced')
      .map(({ name, mechanism }) => ({ name, mechanism })),
    attacks: [...attacks],
  };
}

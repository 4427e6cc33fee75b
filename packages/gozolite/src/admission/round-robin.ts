/**
 * Deficit round-robin: which tenant is next. Every tenant that waits is given the same quantum of milliseconds a round, may start
 * executions while it has some left, and is charged for each what it cost. A tenant that used more than it had sits out
 * rounds until its debt is paid.
 *
 * What always holds: over time, tenants that always wait get the same milliseconds whatever one execution of
 * theirs costs; rounds that a tenant was absent from pay its debts and save nothing up; a tenant that comes back is first
 * in line for what is left of its quantum, so that single requests do not wait for the rounds of a flood.
 */
import { TenantAccount } from './tenant-account.ts';

/** Small against most executions, so that a turn is mostly one execution. */
const QUANTUM_MS = 10;

export class RoundRobin {
  /** The tenants of which somebody waits, in the order of their turns. */
  #ring: TenantAccount[] = [];
  #round = 0;

  /** An account for a tenant that was not seen before: it has had nothing of this round. */
  open(tenant: string): TenantAccount {
    return new TenantAccount(tenant, this.#round - 1);
  }

  /** Tenants of which somebody waits. */
  get size(): number {
    return this.#ring.length;
  }

  /** To be called when the first of a tenant begins to wait. */
  join(account: TenantAccount): void {
    const missed = this.#round - account.round;
    if (missed > 0) {
      account.deficitMs = Math.min(0, account.deficitMs + (missed - 1) * QUANTUM_MS) + QUANTUM_MS;
      account.round = this.#round;
    }
    this.#ring.unshift(account);
  }

  /** To be called when the last of a tenant no longer waits. */
  leave(account: TenantAccount): void {
    this.#ring = this.#ring.filter((other) => other !== account);
  }

  /** The tenant whose turn it is; null when nobody may start. */
  next(): TenantAccount | null {
    const eligible = this.#ring.filter((account) => account.eligible);
    if (eligible.length === 0) return null;
    const first = eligible.find(({ deficitMs }) => deficitMs > 0);
    if (first !== undefined) return first;
    // As many rounds at once as it takes until somebody has something.
    const rounds = Math.min(...eligible.map(({ deficitMs }) => Math.floor(-deficitMs / QUANTUM_MS) + 1));
    this.#round += rounds;
    for (const account of this.#ring) {
      const credited = account.deficitMs + rounds * QUANTUM_MS;
      // Who is kept back by a bound of its own saves nothing up meanwhile.
      account.deficitMs = account.eligible ? credited : Math.min(QUANTUM_MS, credited);
      account.round = this.#round;
    }
    return eligible.find(({ deficitMs }) => deficitMs > 0) ?? null;
  }

  /** Ends the turn of a tenant that was served and has nothing left. */
  served(account: TenantAccount): void {
    if (account.deficitMs > 0 || !this.#ring.includes(account)) return;
    this.leave(account);
    this.#ring.push(account);
  }
}

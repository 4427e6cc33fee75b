/**
 * Which tenants have a label of their own in the metrics. Their number is bounded, whatever the number of keys: the first to come have one
 * for as long as the service lives, and all others share `other`.
 */
const MAX_TENANTS = 50;
const OTHER = 'other';

export class TenantLabels {
  readonly #known = new Set<string>();

  of(tenant: string): string {
    if (this.#known.has(tenant)) return tenant;
    if (this.#known.size >= MAX_TENANTS) return OTHER;
    this.#known.add(tenant);
    return tenant;
  }
}

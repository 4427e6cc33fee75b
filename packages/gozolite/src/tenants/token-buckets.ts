/**
 * One token bucket a caller: it holds a minute's worth, and fills evenly. May be overdrawn by `charge`, for costs that
 * are only known afterwards.
 *
 * What always holds: memory is bounded by `maxCallers`; the least recently seen caller is forgotten first.
 */
export type Buckets = {
  /** Takes `amount` and returns 0, or takes nothing and returns the seconds until it could be taken. */
  take(caller: string, amount: number): number;
  /** Takes `amount` whatever is there. */
  charge(caller: string, amount: number): void;
};

type Bucket = { tokens: number; at: number };

export type BucketOptions = {
  /** What a caller may use in a minute. */
  readonly perMinute: number;
  readonly maxCallers?: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
};

export const createBuckets = ({
  perMinute,
  maxCallers = 10_000,
  now = () => performance.now(),
}: BucketOptions): Buckets => {
  const buckets = new Map<string, Bucket>();
  const perMs = perMinute / 60_000;

  const bucketOf = (caller: string): Bucket => {
    const at = now();
    const known = buckets.get(caller);
    const bucket: Bucket = {
      tokens: known === undefined ? perMinute : Math.min(perMinute, known.tokens + (at - known.at) * perMs),
      at,
    };
    buckets.delete(caller);
    buckets.set(caller, bucket);
    if (buckets.size > maxCallers) {
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    }
    return bucket;
  };

  return {
    take: (caller, amount) => {
      const bucket = bucketOf(caller);
      if (bucket.tokens >= amount) {
        bucket.tokens -= amount;
        return 0;
      }
      return (amount - bucket.tokens) / perMs / 1000;
    },
    charge: (caller, amount) => {
      bucketOf(caller).tokens -= amount;
    },
  };
};

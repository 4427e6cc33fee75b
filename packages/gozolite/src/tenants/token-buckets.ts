/**
 * One token bucket a caller: it holds a minute's worth, and fills evenly. May be overdrawn by `charge`, for costs that
 * are only known afterwards. What a minute is worth is the caller's own, and is said each time.
 *
 * What always holds: memory is bounded by `maxCallers`; the least recently seen caller is forgotten first.
 */
export type Buckets = {
  /** Takes `amount` and returns 0, or takes nothing and returns the seconds until it could be taken. */
  take(caller: MeteredCaller, amount: number): number;
  /** Takes `amount` whatever is there. */
  charge(caller: MeteredCaller, amount: number): void;
};

/** Who, and what they may use in a minute. */
export type MeteredCaller = { readonly name: string; readonly perMinute: number };

type Bucket = { tokens: number; at: number };

export type BucketOptions = {
  readonly maxCallers?: number;
  /** Milliseconds that only go forward. */
  readonly now?: () => number;
};

export const createBuckets = ({
  maxCallers = 10_000,
  now = () => performance.now(),
}: BucketOptions = {}): Buckets => {
  const buckets = new Map<string, Bucket>();

  const bucketOf = ({ name, perMinute }: MeteredCaller): Bucket => {
    const at = now();
    const known = buckets.get(name);
    const filled = known === undefined ? perMinute : known.tokens + ((at - known.at) * perMinute) / 60_000;
    const bucket: Bucket = { tokens: Math.min(perMinute, filled), at };
    buckets.delete(name);
    buckets.set(name, bucket);
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
      return ((amount - bucket.tokens) / caller.perMinute) * 60;
    },
    charge: (caller, amount) => {
      bucketOf(caller).tokens -= amount;
    },
  };
};

/**
 * Runs the toolchains' own preparation steps inside a file system that is being built.
 *
 * What always holds: the steps of one toolchain run in their order, those of several at the same time; a step that two
 * share runs once, and both wait for it, but one that a toolchain repeats is repeated; a step sees no network and only the
 * file system being built.
 */
import { availableParallelism } from 'node:os';
import { runInside } from './own-namespaces.ts';
import type { Progress } from './progress.ts';
import type { Preparation } from './recipe.ts';

export type PrepareRun = {
  readonly prepare: readonly Preparation[];
  readonly rootfs: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Called with the name of each toolchain whose steps are done. */
  readonly onDone: (name: string) => void;
};

/** With what says which step of another toolchain is the same: what it does, and how often this one did that before. */
export function keyed(
  steps: Preparation['steps'],
): readonly (readonly [Preparation['steps'][number], string])[] {
  const before = new Map<string, number>();
  return steps.map((step) => {
    const text = JSON.stringify(step);
    const times = before.get(text) ?? 0;
    before.set(text, times + 1);
    return [step, `${times} ${text}`];
  });
}

export async function prepareToolchains({
  prepare,
  rootfs,
  progress,
  signal,
  onDone,
}: PrepareRun): Promise<void> {
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const started = new Map<string, Promise<void>>();
  const waiting = prepare.values();
  const underWay = new Set<string>();
  let done = 0;

  const runAll = async ({ name, steps }: Preparation) => {
    for (const [step, key] of keyed(steps)) {
      const what = `Preparing ${name} (${step.argv.join(' ').slice(0, 100)})`;
      const run =
        started.get(key) ?? runInside({ ...step, env: step.env ?? {}, what, rootfs, signal: stopped });
      started.set(key, run);
      await run;
    }
  };

  const work = async () => {
    for (const preparation of waiting) {
      underWay.add(preparation.name);
      progress.at(done / prepare.length, `preparing ${[...underWay].join(', ')}`);
      await runAll(preparation);
      underWay.delete(preparation.name);
      onDone(preparation.name);
      done++;
    }
  };

  const workers = Array.from({ length: Math.max(2, availableParallelism()) }, () =>
    work().catch((error: unknown) => {
      failed.abort(error);
      throw error;
    }),
  );
  const results = await Promise.allSettled(workers);
  signal.throwIfAborted();
  if (failed.signal.aborted) throw failed.signal.reason;
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

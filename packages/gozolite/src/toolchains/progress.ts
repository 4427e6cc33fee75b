/**
 * Shows how far an installation is: a bar on a terminal, else a line every few seconds.
 */
export type Progress = {
  /** A line of its own, at once. */
  say(text: string): void;
  /** `done` from 0 to 1 over the whole installation. */
  at(done: number, what: string): void;
  end(): void;
};

type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const BAR_WIDTH = 28;
const LINE_EVERY_MS = 5000;
const DRAW_EVERY_MS = 100;

export function progressOn(output: Output, now: () => number = () => performance.now()): Progress {
  const terminal = output.isTTY === true;
  const start = now();
  let last = Number.NEGATIVE_INFINITY;
  let drawn = false;
  const erase = () => {
    if (drawn) output.write('\r\x1b[K');
    drawn = false;
  };
  return {
    say(text) {
      erase();
      output.write(`${text}\n`);
    },
    at(done, what) {
      if (now() - last < (terminal ? DRAW_EVERY_MS : LINE_EVERY_MS)) return;
      last = now();
      const percent = `${String(Math.floor(done * 100)).padStart(3)}%`;
      const seconds = `${Math.round((now() - start) / 1000)} s`;
      if (!terminal) {
        output.write(`${percent}  ${what} (${seconds})\n`);
        return;
      }
      const full = Math.round(done * BAR_WIDTH);
      const bar = `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}]`;
      const line = `${bar} ${percent} ${seconds.padStart(5)}  ${what}`;
      output.write(`\r\x1b[K${line.slice(0, (output.columns ?? 80) - 1)}`);
      drawn = true;
    },
    end: erase,
  };
}

/** A part of a progress, from `from` to `to`. */
export const partOf = (progress: Progress, from: number, to: number): Progress => ({
  ...progress,
  at: (done, what) => progress.at(from + Math.min(1, done) * (to - from), what),
});

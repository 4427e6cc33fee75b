/**
 * Has the toolchains looked at when the sandbox can do that, and whenever others were installed, and says what can be run.
 *
 * What always holds: while the sandbox is not ready nothing is looked at, because its failures would be taken for those
 * of the toolchains; when it is ready again, what was left undone is done.
 */

import type { Composition } from '../compose.ts';
import { PRODUCT } from '../config/product.ts';
import type { Log } from '../telemetry/log.ts';
import { languageSummary } from './language-summary.ts';

export type LanguageWatch = {
  /** Looks now, or as soon as the sandbox is ready. Returns at once. */
  readonly look: () => void;
  readonly stop: () => void;
};

export type WatchParts = {
  readonly backend: Pick<Composition['backend'], 'status'>;
  readonly languages: Pick<Composition['languages'], 'list'>;
  readonly validate: () => Promise<void>;
  readonly installedAnew: () => boolean;
  readonly log: Log;
  readonly url: string;
  readonly intervalMs?: number;
};

export const watchLanguages = (parts: WatchParts): LanguageWatch => {
  const { backend, languages, validate, installedAnew, log, url, intervalMs = 500 } = parts;
  let wanted = false;
  let looking = false;
  let complained = false;

  const report = (): void => {
    const summary = languageSummary(languages.list());
    log.info({ url, ready: true }, `${PRODUCT.name} is ready at ${url}: ${summary}.`);
  };

  const lookNow = async (): Promise<void> => {
    looking = true;
    wanted = false;
    try {
      await validate();
      if (backend.status().ready) report();
      else wanted = true;
    } catch (error) {
      log.error({ err: error }, 'The toolchains could not be looked at.');
    } finally {
      looking = false;
    }
  };

  const step = (): void => {
    if (installedAnew()) {
      wanted = true;
      log.info({}, 'Toolchains were installed or removed: looking at them.');
    }
    if (!wanted || looking) return;
    const { ready, problem, remedy } = backend.status();
    if (ready) {
      complained = false;
      void lookNow();
    } else if (!complained) {
      complained = true;
      log.warn(
        { url, ready, problem, remedy },
        `${PRODUCT.name} answers at ${url}, but cannot run code yet.`,
      );
    }
  };

  const timer = setInterval(step, intervalMs).unref();
  return {
    look: () => {
      wanted = true;
      step();
    },
    stop: () => clearInterval(timer),
  };
};

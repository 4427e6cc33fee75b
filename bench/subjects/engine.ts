/**
 * The engine without HTTP: a request as the HTTP side hands it over, from there to its result.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { compose } from '../../packages/gozolite/src/compose.ts';
import { loadConfig } from '../../packages/gozolite/src/config/load-config.ts';
import { createLog } from '../../packages/gozolite/src/telemetry/log.ts';
import { type Opened, type Subject, timed } from '../subject.ts';
import { supervisorProgram } from './bare.ts';

export const ENGINE: Subject = {
  name: 'engine',
  about: 'intake, plan, a fresh sandbox, verdict: a request to its result, without HTTP',
  share: 1,
  open: async (): Promise<Opened> => {
    supervisorProgram();
    const loaded = loadConfig({ GOZOLITE_LANGUAGES_DIR: join(import.meta.dirname, '../languages') });
    if (loaded.kind === 'invalid') throw new Error(loaded.problems.join(' '));
    const log = createLog({ level: 'silent', destination: { write: () => undefined } });
    const { backend, engine, validate, close } = compose(loaded.config, log);
    await backend.start();
    await validate();
    const once = async (): Promise<void> => {
      const id = randomBytes(16).toString('hex');
      const context = { id, signal: new AbortController().signal, log };
      const result = await engine.execute({ language: 'noop', code: ':\n' }, { tenant: 'bench' }, context);
      if (result.error !== null) throw new Error(`${result.error}: ${result.message}`);
    };
    return { round: (count) => timed(count, 1, once), [Symbol.asyncDispose]: close };
  },
};

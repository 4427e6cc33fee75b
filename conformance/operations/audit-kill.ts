/**
 * Kills a service with an audit log under load, again and again, and looks after each time whether everything that was answered is in
 * the log, and whether the log is whole. The same folder serves all its lives.
 */
import { join } from 'node:path';
import { linesOf, segmentsIn } from '../../packages/gozolite/src/audit/segments.ts';
import { verify } from '../../packages/gozolite/src/audit/verify.ts';
import { execute } from '../execute.ts';
import { type Server, startServer } from '../server.ts';
import { until } from '../waiting.ts';

export type KillOptions = {
  readonly folder: string;
  readonly kills: number;
  readonly answersBeforeKill: number;
  readonly concurrency: number;
};

export type KillReport = {
  /** Executions that were answered, in all lives. */
  readonly acknowledged: number;
  /** Their ids that are not in the log. */
  readonly missing: readonly string[];
  /** Of verification, after any kill. */
  readonly problems: readonly string[];
  /** Unfinished lines that kills left. */
  readonly torn: number;
  readonly lines: number;
  /** Times that the log was opened. */
  readonly lives: number;
};

const BENCH_LANGUAGES = join(import.meta.dirname, '../../bench/languages');
const NOTHING = { language: 'noop', code: ':\n' };

async function load(server: Server, acknowledged: string[], { concurrency, answersBeforeKill }: KillOptions) {
  let alive = true;
  const before = acknowledged.length;
  const worker = async (): Promise<void> => {
    while (alive) {
      const result = await execute(server, NOTHING).catch(() => null);
      if (result === null) return;
      if (result.error === null) acknowledged.push(result.id);
    }
  };
  const workers = Array.from({ length: concurrency }, worker);
  await until(() => acknowledged.length - before >= answersBeforeKill, {
    withinMs: 60_000,
    what: 'enough was answered',
    everyMs: 1,
  });
  server.signal('SIGKILL');
  await server.exited;
  alive = false;
  await Promise.all(workers);
}

async function idsIn(folder: string): Promise<{ readonly ids: Set<string>; readonly lives: number }> {
  const ids = new Set<string>();
  let lives = 0;
  for (const { path } of segmentsIn(folder)) {
    for await (const { text, whole } of linesOf(path)) {
      if (!whole) continue;
      const event: unknown = JSON.parse(text);
      if (typeof event !== 'object' || event === null) continue;
      if ('id' in event && typeof event.id === 'string') ids.add(event.id);
      if ('kind' in event && event.kind === 'opened') lives += 1;
    }
  }
  return { ids, lives };
}

const start = (folder: string): Promise<Server> =>
  startServer({
    settings: { AUDIT_DIR: folder, AUDIT_SEGMENT_BYTES: '65536', LANGUAGES_DIR: BENCH_LANGUAGES },
    languages: ['noop'],
  });

export async function killUnderLoad(options: KillOptions): Promise<KillReport> {
  const acknowledged: string[] = [];
  const problems: string[] = [];
  let torn = 0;
  for (let kill = 0; kill < options.kills; kill++) {
    await using server = await start(options.folder);
    await load(server, acknowledged, options);
    const verification = await verify(options.folder);
    problems.push(...verification.problems);
    torn += verification.notes.length;
  }
  // One more life goes on with what the kills left.
  await using server = await start(options.folder);
  acknowledged.push((await execute(server, NOTHING)).id);
  await server.stop();
  const { problems: last, lines } = await verify(options.folder);
  const { ids, lives } = await idsIn(options.folder);
  return {
    acknowledged: acknowledged.length,
    missing: acknowledged.filter((id) => !ids.has(id)),
    problems: [...problems, ...last],
    ...{ torn, lines, lives },
  };
}

/**
 * Finds out whether one toolchain works: reads its version and runs its canary, both inside the sandbox.
 *
 * What always holds: `missing` means that a program of the toolchain could not be started for not being there; `ready` means
 * that the canary printed exactly what it must; a failure of the sandbox itself is never blamed on the toolchain.
 */
import { randomUUID } from 'node:crypto';
import type { Limits } from '@gozolite/client';
import type { RunLog } from '../engine/run-context.ts';
import {
  type Bundle,
  type SandboxBackend,
  SandboxError,
  type StageOutcome,
  type StageSpec,
} from '../sandbox/backend.ts';
import type { StageDefinition, VersionDefinition } from './definition.ts';
import type { LoadedLanguage } from './load-languages.ts';
import { loadCanary } from './samples.ts';
import { expandStage, type StageVars } from './template.ts';

export type CheckResult =
  | { readonly state: 'ready'; readonly version: string; readonly canaryMs: number }
  | { readonly state: 'missing' | 'broken'; readonly version: string | null; readonly reason: string }
  /** The sandbox failed: nothing is known of the toolchain. */
  | { readonly state: 'unknown'; readonly reason: string };

export type CheckContext = {
  readonly backend: SandboxBackend;
  readonly log: RunLog;
  readonly signal: AbortSignal;
};

/** Ample for every toolchain: a canary is to show whether it works, not how well it does under pressure. */
const CANARY_LIMITS: Limits = {
  time_ms: 60_000,
  cpu_time_ms: 60_000,
  memory_kb: 1_048_576,
  processes: 256,
  output_bytes: 65_536,
  file_kb: 131_072,
  disk_kb: 262_144,
  open_files: 1024,
};
const MAX_REASON = 600;

class NotWorking extends Error {
  readonly state: 'missing' | 'broken';
  constructor(state: 'missing' | 'broken', reason: string) {
    super(reason);
    this.state = state;
  }
}

export async function checkToolchain(
  language: LoadedLanguage,
  definition: VersionDefinition,
  context: CheckContext,
): Promise<CheckResult> {
  let version: string | null = null;
  try {
    version = await readVersion(definition, context);
    const canaryMs = await runCanary(language, definition, context);
    return { state: 'ready', version, canaryMs };
  } catch (error) {
    if (error instanceof NotWorking) return { state: error.state, version, reason: error.message };
    if (error instanceof SandboxError) return { state: 'unknown', reason: error.message };
    throw error;
  }
}

async function readVersion({ version, env }: VersionDefinition, context: CheckContext): Promise<string> {
  const { pattern, needs, ...stage } = version;
  if (needs !== undefined) await findFile(needs, context);
  const outcome = await runStage({ stage, vars: { env: env ?? {} }, what: 'its version command' }, context);
  const printed = decode(outcome.stdout) + decode(outcome.stderr);
  const found = new RegExp(pattern, 'm').exec(printed)?.[1];
  if (found !== undefined) return found;
  throw new NotWorking(
    'broken',
    `Its version command ${endInWords(outcome)}, and printed no version: ${excerpt(printed)}`,
  );
}

async function findFile(path: string, context: CheckContext): Promise<void> {
  const stage = { argv: ['test', '-e', path] };
  const outcome = await runStage({ stage, vars: { env: {} }, what: 'the look for its files' }, context);
  if (!succeeded(outcome)) throw new NotWorking('missing', `${path} was not found.`);
}

/** Resolves with how long compiling and running took. */
async function runCanary(
  language: LoadedLanguage,
  definition: VersionDefinition,
  context: CheckContext,
): Promise<number> {
  const { request, expect } = loadCanary(language, definition);
  const { source } = definition;
  const files = { [source]: request.code ?? request.files?.[0]?.content ?? '', ...definition.extra_files };
  const vars = { source, sources: [source], env: definition.env ?? {} };
  let bundle: Bundle | null = null;
  let ms = 0;
  try {
    if (definition.compile !== undefined) {
      const what = 'the compiler';
      const outcome = await runStage({ stage: definition.compile, vars, what, files, keep: true }, context);
      if (!succeeded(outcome))
        throw new NotWorking(
          'broken',
          `The compiler ${endInWords(outcome)} on the canary: ${output(outcome)}`,
        );
      ms += outcome.usage.wallMs;
      bundle = outcome.bundle;
    }
    const laidOut = { stdin: request.stdin ?? '', ...(bundle === null ? { files } : { bundle }) };
    const outcome = await runStage({ stage: definition.run, vars, what: 'the canary', ...laidOut }, context);
    if (!succeeded(outcome))
      throw new NotWorking('broken', `The canary ${endInWords(outcome)}: ${output(outcome)}`);
    const printed = decode(outcome.stdout);
    if (printed !== expect.stdout) {
      throw new NotWorking(
        'broken',
        `The canary printed ${JSON.stringify(excerpt(printed))} instead of ${JSON.stringify(expect.stdout)}.`,
      );
    }
    return Math.round((ms + outcome.usage.wallMs) * 10) / 10;
  } finally {
    if (bundle !== null) context.backend.release(bundle);
  }
}

type CheckStage = {
  readonly stage: StageDefinition;
  readonly vars: Pick<StageVars, 'env'> & Partial<StageVars>;
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly bundle?: Bundle;
  readonly keep?: boolean;
  readonly stdin?: string;
};

async function runStage(
  { stage, vars, what, files = {}, bundle, keep = false, stdin = '' }: CheckStage,
  { backend, log, signal }: CheckContext,
): Promise<StageOutcome> {
  const limits = { ...CANARY_LIMITS, ...stage.limits };
  const none = { source: '', sources: [], args: [], compileArgs: [], memoryKb: limits.memory_kb };
  const { argv, env } = expandStage(stage, { ...none, ...vars });
  const spec: StageSpec = {
    argv,
    env,
    files: Object.entries(files).map(([path, content]) => ({
      path,
      content: Buffer.from(content),
      mode: 0o644,
    })),
    bundle: bundle ?? null,
    stdin: Buffer.from(stdin),
    limits,
    keep,
    artifacts: { globs: [], maxBytes: 0 },
  };
  const id = randomUUID().replaceAll('-', '');
  const outcome = await backend.run(spec, { id, signal, log });
  if (outcome.end.kind === 'not_started') {
    const state = outcome.end.errno === 'ENOENT' ? 'missing' : 'broken';
    const why = state === 'missing' ? 'was not found' : `could not be started (${outcome.end.errno})`;
    throw new NotWorking(state, `${argv[0]}, ${what}, ${why}.`);
  }
  if (outcome.end.kind === 'cancelled') throw new SandboxError('The check was cancelled.');
  return outcome;
}

const succeeded = ({ end, killedFor }: StageOutcome) =>
  killedFor === null && end.kind === 'exited' && end.code === 0;

function endInWords({ end, killedFor }: StageOutcome): string {
  if (killedFor !== null) return `was ended for its ${killedFor.replaceAll('_', ' ')} limit`;
  if (end.kind === 'exited') return `ended with exit code ${end.code}`;
  return end.kind === 'signaled' ? `was killed by signal ${end.signal}` : `did not run (${end.kind})`;
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const output = ({ stdout, stderr }: StageOutcome) => excerpt(decode(stderr) || decode(stdout));

const excerpt = (text: string) => (text.trim() === '' ? '(nothing)' : text.trim().slice(0, MAX_REASON));

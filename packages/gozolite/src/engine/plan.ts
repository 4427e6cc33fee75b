/**
 * From a request and a toolchain to the stages to run. Pure: a plan is a value, and the same request gives the same one.
 *
 * What always holds: sources go to the first stage, and what that leaves in the work folder is all that the next one
 * sees; standard input, arguments and environment of the request reach the run stage only, compile arguments the compile
 * stage only.
 */
import type { ExecutionRequest, Limits } from '@gozolite/client';
import type { StageDefinition, VersionDefinition } from '../languages/definition.ts';
import type { Toolchain } from '../languages/languages.ts';
import { expandStage } from '../languages/template.ts';
import type { InputFile, StageSpec } from '../sandbox/backend.ts';
import { Failure } from './failure.ts';
import { firstClash } from './intake/paths.ts';
import { contentOf } from './intake/text.ts';
import { type LimitPolicy, resolveLimits, type StageName } from './limits.ts';
import { sourceName } from './source-name.ts';
import type { StageFacts } from './verdict.ts';

/** A stage to run, but for the bundle that only the stage before it can make. */
export type PlannedStage = {
  readonly facts: StageFacts;
  readonly spec: Omit<StageSpec, 'bundle'>;
};

export type Plan = { readonly compile: PlannedStage | null; readonly run: PlannedStage };

export type PlanRules = {
  readonly limits: LimitPolicy;
  /** Most bytes of all artifacts together. */
  readonly maxArtifactBytes: number;
};

const FILE_MODE = 0o644;

export const planOf = (request: ExecutionRequest, toolchain: Toolchain, rules: PlanRules): Plan => {
  const { definition } = toolchain;
  const sources = sourcesOf(request, definition);
  const files = [...sources.files, ...extraFiles(sources.files, definition)];
  const base = {
    source: sources.entrypoint,
    sources: sourcePaths(sources, toolchain.extensions),
    env: definition.env ?? {},
  };
  const limits = (stage: StageName, definedBy: StageDefinition): Limits =>
    resolveLimits(rules.limits[stage], {
      language: definedBy.limits,
      request: stage === 'run' ? request.limits : request.compile?.limits,
    });

  let compile: PlannedStage | null = null;
  if (definition.compile !== undefined) {
    const inForce = limits('compile', definition.compile);
    const compileArgs = request.compile?.args ?? [];
    compile = {
      facts: { stage: 'compile', limits: inForce, starts: 'toolchain' },
      spec: {
        ...expandStage(definition.compile, { ...base, args: [], compileArgs, memoryKb: inForce.memory_kb }),
        files,
        stdin: new Uint8Array(),
        limits: inForce,
        language: toolchain.language,
        keep: true,
        artifacts: { globs: [], maxBytes: 0 },
      },
    };
  }

  const inForce = limits('run', definition.run);
  const { argv, env } = expandStage(definition.run, {
    ...base,
    args: request.args ?? [],
    compileArgs: [],
    memoryKb: inForce.memory_kb,
  });
  return {
    compile,
    run: {
      facts: { stage: 'run', limits: inForce, starts: startedBy(argv[0], request) },
      spec: {
        argv,
        env: { ...env, ...request.env },
        files: compile === null ? files : [],
        stdin: Buffer.from(request.stdin ?? ''),
        limits: inForce,
        language: toolchain.language,
        keep: false,
        artifacts: { globs: request.artifacts ?? [], maxBytes: rules.maxArtifactBytes },
      },
    },
  };
};

type Sources = { readonly files: readonly InputFile[]; readonly entrypoint: string };

const sourcesOf = ({ code, files, entrypoint }: ExecutionRequest, definition: VersionDefinition): Sources => {
  if (files === undefined) {
    const path = sourceName(code ?? '', definition);
    return { files: [{ path, content: Buffer.from(code ?? ''), mode: FILE_MODE }], entrypoint: path };
  }
  const [first] = files;
  return {
    files: files.map((file) => ({ path: file.path, content: contentOf(file), mode: FILE_MODE })),
    entrypoint: entrypoint ?? first?.path ?? '',
  };
};

/** The entrypoint first, whatever its extension. */
const sourcePaths = ({ files, entrypoint }: Sources, extensions: readonly string[]): readonly string[] => {
  const others = files.map(({ path }) => path).filter((path) => path !== entrypoint);
  return [entrypoint, ...others.filter((path) => extensions.some((extension) => path.endsWith(extension)))];
};

/** Files that the toolchain insists on, where the request does not bring its own. */
const extraFiles = (
  files: readonly InputFile[],
  { extra_files = {} }: VersionDefinition,
): readonly InputFile[] => {
  const given = new Set(files.map(({ path }) => path));
  const extra = Object.entries(extra_files).filter(([path]) => !given.has(path));
  const clash = firstClash([...given, ...extra.map(([path]) => path)]);
  if (clash !== null) {
    const names = extra.map(([path]) => path).join(', ');
    throw new Failure(
      'INVALID_REQUEST',
      `files do not go together with ${names}, which this language needs.`,
    );
  }
  return extra.map(([path, content]) => ({ path, content: Buffer.from(content), mode: FILE_MODE }));
};

/**
 * Whether a program that cannot be started is a fault of the toolchain: not when it comes from the work folder, and not
 * when the request says by its own PATH where to look.
 */
const startedBy = (program: string, { env }: ExecutionRequest): StageFacts['starts'] => {
  const inWorkFolder = program.includes('/') && (!program.startsWith('/') || program.startsWith('/box/'));
  const ownPath = env !== undefined && Object.hasOwn(env, 'PATH') && !program.includes('/');
  return inWorkFolder || ownPath ? 'program' : 'toolchain';
};

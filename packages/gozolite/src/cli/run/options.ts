/**
 * The flags of `gozolite run`, as commander hands them over.
 */
import { InvalidArgumentError, Option } from 'commander';

export type RunOptions = {
  readonly language?: string;
  readonly file: readonly string[];
  readonly stdin?: string;
  readonly timeMs?: number;
  readonly cpuTimeMs?: number;
  readonly memoryKb?: number;
  readonly processes?: number;
  readonly outputBytes?: number;
  readonly fileKb?: number;
  readonly diskKb?: number;
  readonly openFiles?: number;
  readonly compileArg: readonly string[];
  readonly env: readonly string[];
  readonly artifact: readonly string[];
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
  readonly encoding?: 'utf8' | 'base64';
  readonly quiet?: true;
  readonly backend?: 'auto' | 'native' | 'docker';
  readonly url?: string;
};

/** For what commander leaves out. */
export const NO_LISTS = { file: [], compileArg: [], env: [], artifact: [] } as const;

const LIMIT_FLAGS = [
  ['--time-ms <n>', 'wall-clock time of the program'],
  ['--cpu-time-ms <n>', 'CPU time of the whole process tree'],
  ['--memory-kb <n>', 'memory of the whole process tree'],
  ['--processes <n>', 'processes and threads at one time'],
  ['--output-bytes <n>', 'bytes of each of stdout and stderr'],
  ['--file-kb <n>', 'size of any one file'],
  ['--disk-kb <n>', 'everything the program writes to its file system'],
  ['--open-files <n>', 'open file descriptors of one process'],
] as const;

export function limitOptions(): readonly Option[] {
  return LIMIT_FLAGS.map(([flag, what]) => new Option(flag, `limit: ${what}`).argParser(positiveInteger));
}

/** An option that may be given several times. It has no default of its own: commander would print it in the help. */
export function listOption(flag: string, description: string): Option {
  return new Option(flag, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

function positiveInteger(text: string): number {
  const value = /^[0-9]+$/.test(text) ? Number(text) : 0;
  if (value < 1 || !Number.isSafeInteger(value))
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

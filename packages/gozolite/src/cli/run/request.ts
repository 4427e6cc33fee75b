/**
 * From the flags and files of `gozolite run` to an `ExecutionRequest`. Checks only what the flags themselves can get
 * wrong; everything else is refused by the engine's intake or the server, in their words.
 */
import type { ExecutionRequest, LimitsRequest, SourceFile } from '@gozolite/client';
import { CliError } from '../cli-error.ts';
import type { RunOptions } from './options.ts';

/** A file as read from the disk, with the name it has in the sandbox. */
export type LoadedFile = { readonly name: string; readonly content: Uint8Array };

export type RequestParts = {
  readonly language: string;
  readonly program: LoadedFile;
  readonly extraFiles: readonly LoadedFile[];
  readonly stdin: Uint8Array;
  readonly args: readonly string[];
  readonly options: RunOptions;
};

export function buildRequest(parts: RequestParts): ExecutionRequest {
  const { options } = parts;
  const limits = limitsOf(options);
  const env = Object.fromEntries(options.env.map(variable));
  return {
    language: parts.language,
    ...sources(parts),
    ...(parts.stdin.length === 0 ? {} : { stdin: stdinText(parts.stdin) }),
    ...(parts.args.length === 0 ? {} : { args: [...parts.args] }),
    ...(options.env.length === 0 ? {} : { env }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(options.compileArg.length === 0 ? {} : { compile: { args: [...options.compileArg] } }),
    ...(options.artifact.length === 0 ? {} : { artifacts: [...options.artifact] }),
    encoding: options.encoding ?? (options.json ? 'utf8' : 'base64'),
  };
}

/** A program alone goes as `code`, which lets its language name the file as its compiler wants it. */
function sources({
  program,
  extraFiles,
}: RequestParts): Pick<ExecutionRequest, 'code' | 'files' | 'entrypoint'> {
  const code = utf8(program.content);
  if (extraFiles.length === 0 && code !== null) return { code };
  return { files: [program, ...extraFiles].map(sourceFile), entrypoint: program.name };
}

function sourceFile({ name, content }: LoadedFile): SourceFile {
  const text = utf8(content);
  if (text !== null) return { path: name, content: text };
  return { path: name, content: Buffer.from(content).toString('base64'), encoding: 'base64' };
}

function limitsOf(options: RunOptions): LimitsRequest {
  const given: { [name in keyof Required<LimitsRequest>]: number | undefined } = {
    time_ms: options.timeMs,
    cpu_time_ms: options.cpuTimeMs,
    memory_kb: options.memoryKb,
    processes: options.processes,
    output_bytes: options.outputBytes,
    file_kb: options.fileKb,
    disk_kb: options.diskKb,
    open_files: options.openFiles,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function variable(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliError(`--env ${text}: write it as NAME=value.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function stdinText(stdin: Uint8Array): string {
  const text = utf8(stdin);
  if (text === null) {
    throw new CliError('Standard input is not UTF-8 text, and a request can carry no other.');
  }
  return text;
}

/** The text, or null when these bytes are not UTF-8 (or would not come out as the same bytes). */
function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

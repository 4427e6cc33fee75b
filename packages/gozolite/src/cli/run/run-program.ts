/**
 * Runs one program from the command line: reads the files, has the request executed, passes the output on byte for byte.
 */
import { basename, resolve } from 'node:path';
import { type CompileResult, ERRORS, type ExecutionResult } from '@gozolite/client';
import { CliError } from '../cli-error.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { writeArtifacts } from './artifacts.ts';
import type { Executor } from './executor.ts';
import { loadExtraFiles, loadFile } from './files.ts';
import { languageOf } from './language.ts';
import type { RunOptions } from './options.ts';
import { buildRequest, type LoadedFile } from './request.ts';
import { verdictLine } from './verdict.ts';

export type RunCall = {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: RunOptions;
  readonly terminal: Terminal;
};

/** Most of standard input and of a program that is worth reading: no request may be larger. */
const MAX_INPUT_BYTES = 32 * 1024 * 1024;

export async function runProgram(call: RunCall): Promise<number> {
  checkUsage(call);
  const [program, extraFiles, stdin] = await readInputs(call);
  const signal = call.terminal.interruption();
  const executor = await executorFor(call);
  try {
    const language = call.options.language ?? languageOf(basename(call.file), await executor.languages());
    const { args, options } = call;
    const request = buildRequest({ language, program, extraFiles, stdin, args, options });
    return await present(await executor.execute(request, signal), call);
  } finally {
    await executor.close();
  }
}

function checkUsage({ file, options, terminal }: RunCall): void {
  const wrong = (message: string) => new CliError(message);
  if (file === '-' && options.language === undefined) {
    throw wrong('A program from standard input needs --language.');
  }
  if (file === '-' && options.stdin === '-') {
    throw wrong('Standard input cannot be both the program and its input: give --stdin a file.');
  }
  if (file === '-' && terminal.stdinIsTerminal) {
    throw wrong('Standard input is a terminal: pipe the program in, or name its file.');
  }
  if (options.artifact.length > 0 && options.out === undefined && !options.json) {
    throw wrong('--artifact needs --out FOLDER (where to write them) or --json.');
  }
  if (options.backend !== undefined && options.url !== undefined)
    throw wrong('--backend is for runs without a server: with --url the server has its own.');
  if (options.encoding !== undefined && !options.json) throw wrong('--encoding goes with --json.');
}

async function readInputs({
  file,
  options,
  terminal,
}: RunCall): Promise<[LoadedFile, readonly LoadedFile[], Uint8Array]> {
  if (file === '-') {
    const content = await terminal.readStdin(MAX_INPUT_BYTES);
    const stdin =
      options.stdin === undefined ? new Uint8Array() : await loadFile(options.stdin, terminal.cwd);
    return [{ name: 'main', content }, await loadExtraFiles(options.file, terminal.cwd), stdin];
  }
  const program = { name: basename(file), content: await loadFile(file, terminal.cwd) };
  const extraFiles = await loadExtraFiles(options.file, terminal.cwd);
  return [program, extraFiles, await standardInput(options, terminal)];
}

async function standardInput(options: RunOptions, terminal: Terminal): Promise<Uint8Array> {
  if (options.stdin !== undefined && options.stdin !== '-') return loadFile(options.stdin, terminal.cwd);
  if (options.stdin === undefined && terminal.stdinIsTerminal) return new Uint8Array();
  return terminal.readStdin(MAX_INPUT_BYTES);
}

async function executorFor({ options, terminal }: RunCall): Promise<Executor> {
  if (options.url === undefined) return (await import('./local.ts')).localExecutor(terminal, options.backend);
  return (await import('./remote.ts')).remoteExecutor(options.url, terminal);
}

async function present(result: ExecutionResult, { options, terminal }: RunCall): Promise<number> {
  if (options.json) await terminal.out(`${JSON.stringify(result, null, 2)}\n`);
  else await passOn(result, terminal);
  if (options.out !== undefined) {
    const target = { folder: resolve(terminal.cwd, options.out), overwrite: options.force === true };
    const problems = await writeArtifacts(result.artifacts, target);
    for (const problem of problems) await terminal.err(`gozolite: ${problem}\n`);
    if (problems.length > 0 && result.error === null) return EXIT.failed;
  }
  const line = options.json || (options.quiet && isOwnDoing(result)) ? null : verdictLine(result);
  if (line !== null) await terminal.err(endsInLine(result) ? `${line}\n` : `\n${line}\n`);
  return exitCodeOf(result);
}

/** The program's own output; what the compiler said only when that is why there is no other. */
async function passOn(result: ExecutionResult, terminal: Terminal): Promise<void> {
  const { compile, encoding } = result;
  if (compile !== null && failedInCompile(result)) await terminal.err(compilerText(compile, encoding));
  else {
    await terminal.out(Buffer.from(result.stdout, encoding));
    await terminal.err(Buffer.from(result.stderr, encoding));
  }
}

/** What is not the program's doing is told even to who wants it quiet. */
function isOwnDoing({ error }: ExecutionResult): boolean {
  return error === null || ERRORS[error].class === 'program';
}

/** A stage that never began has no time. */
function failedInCompile(result: ExecutionResult): boolean {
  return result.error === 'COMPILE_ERROR' || (result.error !== null && result.time_ms === null);
}

function compilerText(compile: CompileResult, encoding: 'utf8' | 'base64'): Uint8Array {
  return Buffer.concat([Buffer.from(compile.stdout, encoding), Buffer.from(compile.stderr, encoding)]);
}

/** Whether what was last written to standard error leaves the cursor at the start of a line. */
function endsInLine(result: ExecutionResult): boolean {
  const { compile, encoding } = result;
  const last =
    compile !== null && failedInCompile(result)
      ? compilerText(compile, encoding)
      : Buffer.from(result.stderr, encoding);
  return last.length === 0 || last.at(-1) === 10;
}

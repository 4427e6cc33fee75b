/**
 * Runs the stages of a sample without the engine: the same commands, files and input in the same root file system, by a
 * small C program that gives them an ordinary user and nothing of a sandbox (`bare.c` says what). What comes back is what the
 * language itself does.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../packages/gozolite/src/config/load-config.ts';
import { limitPolicy } from '../../packages/gozolite/src/engine/limits.ts';
import { type Plan, planOf } from '../../packages/gozolite/src/engine/plan.ts';
import type { LoadedLanguage } from '../../packages/gozolite/src/languages/load-languages.ts';
import type { Sample } from '../../packages/gozolite/src/languages/samples.ts';
import { currentRootfs, defaultRoot } from '../../packages/gozolite/src/toolchains/places.ts';

export type BareStage = {
  /** As a shell would say it: what a signal killed has 128 and its number. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
};

const UID = 65_534;
const TIMEOUT_MS = 120_000;

/** The file system that the suites run on; null when they run on the host's own files. */
export function rootfsUnderTest(): string | null {
  const { GOZOLITE_ROOTFS: rootfs = 'auto' } = process.env;
  if (rootfs === 'host') return null;
  return rootfs === 'auto' ? (currentRootfs(defaultRoot())?.path ?? null) : rootfs;
}

/** What the engine would run for a sample, under the limits that hold by default. */
export function planFor({ definition }: LoadedLanguage, sample: Sample): Plan {
  const loaded = loadConfig({});
  if (loaded.kind === 'invalid') throw new Error(loaded.problems.join(' '));
  const { default_limits: defaults, max_limits: most } = loaded.config.settings;
  const toolchain = {
    language: definition.id,
    version: '',
    extensions: definition.extensions,
    definition: sample.definition,
  };
  return planOf(sample.request, toolchain, { limits: limitPolicy(defaults, most), maxArtifactBytes: 0 });
}

/** The stages that were run, in their order. */
export async function runBare(rootfs: string, { compile, run }: Plan): Promise<readonly BareStage[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-bare-'));
  try {
    chmodSync(folder, 0o755);
    for (const name of ['box', 'view']) mkdirSync(join(folder, name));
    const box = join(folder, 'box');
    for (const { path, content, mode } of (compile ?? run).spec.files) {
      mkdirSync(dirname(join(box, path)), { recursive: true });
      writeFileSync(join(box, path), content, { mode });
    }
    for (const name of ['', ...readdirSync(box, { recursive: true, encoding: 'utf8' })])
      chownSync(join(box, name), UID, UID);
    const stages = [...(compile === null ? [] : [compile]), run].map(({ spec }) => spec);
    const items = stages.flatMap(({ argv, env }) => {
      const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      return [String(argv.length), ...argv, String(variables.length), ...variables];
    });
    writeFileSync(join(folder, 'plan'), items.map((item) => `${item}\0`).join(''));
    writeFileSync(join(folder, 'in'), run.spec.stdin);
    writeFileSync(join(folder, 'nothing'), '');
    const lines = await runProgram([rootfs, folder, String(UID)]);
    return lines.map((line, stage) => {
      const [how = '', number = '', ns = ''] = line.split(' ');
      const text = (stream: string) => readFileSync(join(folder, `${stage}.${stream}`), 'utf8');
      return {
        exitCode: exitCodeOf(how, Number(number)),
        stdout: text('out'),
        stderr: text('err'),
        ms: Number(ns) / 1e6,
      };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function exitCodeOf(how: string, number: number): number {
  if (how === 'errno') return number === constants.errno.ENOENT ? 127 : 126;
  return how === 'signaled' ? 128 + number : number;
}

function runProgram(args: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program(), args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(out.split('\n').filter((line) => line !== ''));
      else reject(new Error(`The bare run ended with ${signal ?? code}: ${err}`));
    });
  });
}

let compiled: string | null = null;

/** Compiled once, and removed when this process ends. */
function program(): string {
  if (compiled !== null) return compiled;
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-bare-program-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  compiled = join(folder, 'bare');
  const source = join(import.meta.dirname, 'bare.c');
  execFileSync('cc', ['-std=gnu2x', '-O1', '-s', '-o', compiled, source], { stdio: 'inherit' });
  return compiled;
}

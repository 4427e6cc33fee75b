/**
 * Lays packages of npm and PyPI out in a file system, each in a folder of its own, with the ordinary clients of this
 * host. No script of a package is run, and only packages that were built already are taken.
 */
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from './progress.ts';
import type { Recipe } from './recipe.ts';
import { removeTree } from './remove-tree.ts';
import { retried } from './retried.ts';
import { runProgram } from './run-program.ts';
import { ToolchainError } from './toolchain-error.ts';

export type RegistryBuild = {
  readonly recipe: Pick<Recipe, 'npm' | 'pypi'>;
  readonly rootfs: string;
  readonly progress: Pick<Progress, 'say'>;
  readonly signal: AbortSignal;
  /** Before another try of a package that failed. */
  readonly pausesMs?: readonly number[];
};

/** A client itself does not try again when a connection is lost within a package. */
const PAUSES_MS = [5000, 20_000];

/** Leaves alone what is there already. Resolves with the integrity of each npm package. */
export async function addRegistryPackages(build: RegistryBuild): Promise<Readonly<Record<string, string>>> {
  const { recipe, rootfs, progress, signal, pausesMs = PAUSES_MS } = build;
  const patiently = (add: () => Promise<void>) => retried(add, { pausesMs, signal, say: progress.say });
  const integrity: Record<string, string> = {};
  for (const spec of recipe.npm) {
    const lock = join(rootfs, npmFolder(spec), LOCK);
    if (!existsSync(lock)) await patiently(() => addNpmPackage({ spec, rootfs, signal }));
    integrity[spec] = integrityOf(lock, spec.slice(0, spec.lastIndexOf('@')));
  }
  for (const spec of recipe.pypi) {
    if (existsSync(join(rootfs, pypiFolder(spec)))) continue;
    await patiently(() => addPypiPackage({ spec, rootfs, signal }));
  }
  return integrity;
}

type Layout = { readonly spec: string; readonly rootfs: string; readonly signal: AbortSignal };

/** Where a package is in the file system: /opt/npm/<name>@<version>, with + for the / of a scope. */
const npmFolder = (spec: string) => join('opt/npm', spec.replace('/', '+'));

const pypiFolder = (spec: string) => join('opt/pypi', spec);

/** Written by npm when a package is complete, with the integrity that it was checked against. */
const LOCK = 'node_modules/.package-lock.json';

/** Begins with nothing of what an earlier try left. */
async function addNpmPackage({ spec, rootfs, signal }: Layout): Promise<void> {
  const prefix = join(rootfs, npmFolder(spec));
  removeTree(prefix);
  mkdirSync(prefix, { recursive: true });
  const argv = [
    'npm',
    'install',
    '--prefix',
    prefix,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--no-save',
    '--loglevel=error',
  ];
  await runProgram({ what: `Installing ${spec} from npm`, argv: [...argv, spec], cwd: prefix, signal });
}

async function addPypiPackage({ spec, rootfs, signal }: Layout): Promise<void> {
  const complete = join(rootfs, pypiFolder(spec));
  const target = `${complete}.partial`;
  removeTree(target);
  mkdirSync(target, { recursive: true });
  const options = [
    '--no-deps',
    '--only-binary=:all:',
    '--no-compile',
    '--disable-pip-version-check',
    '--quiet',
  ];
  const argv = [
    'python3',
    '-m',
    'pip',
    'install',
    ...options,
    '--root-user-action=ignore',
    '--target',
    target,
  ];
  await runProgram({ what: `Installing ${spec} from PyPI`, argv: [...argv, spec], cwd: target, signal });
  renameSync(target, complete);
}

function integrityOf(lockFile: string, name: string): string {
  const lock: unknown = JSON.parse(readFileSync(lockFile, 'utf8'));
  const packages: unknown = typeof lock === 'object' && lock !== null ? Reflect.get(lock, 'packages') : null;
  const entry: unknown =
    typeof packages === 'object' && packages !== null ? Reflect.get(packages, `node_modules/${name}`) : null;
  const integrity: unknown =
    typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'integrity') : null;
  if (typeof integrity !== 'string') {
    throw new ToolchainError(`npm did not say what it checked ${name} against, so it is not used.`);
  }
  return integrity;
}

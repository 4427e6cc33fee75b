/**
 * Lays packages of npm and PyPI out in a file system, each in a folder of its own, with the ordinary clients of this
 * host. No script of a package is run, and only packages that were built already are taken.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';
import { ToolchainError } from './toolchain-error.ts';

type Layout = { readonly spec: string; readonly rootfs: string; readonly signal: AbortSignal };

/** Where a package is in the file system: /opt/npm/<name>@<version>, with + for the / of a scope. */
const npmFolder = (spec: string) => join('opt/npm', spec.replace('/', '+'));

/** Resolves with the integrity that npm checked it against. */
export async function addNpmPackage({ spec, rootfs, signal }: Layout): Promise<string> {
  const prefix = join(rootfs, npmFolder(spec));
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
  const name = spec.slice(0, spec.lastIndexOf('@'));
  return integrityOf(join(prefix, 'node_modules/.package-lock.json'), name);
}

export async function addPypiPackage({ spec, rootfs, signal }: Layout): Promise<void> {
  const target = join(rootfs, 'opt/pypi', spec);
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

/**
 * The coverage-guided fuzzer: clang, and the runtime that goes with its version, which Debian packages by that version.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SetupError } from './say.ts';
import { ensurePackages } from './system-packages.ts';

const PURPOSE = 'fuzz the supervisor’s parsers';
const ARCHITECTURE = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

export function ensureFuzzer(): void {
  ensurePackages([{ provides: 'clang', package: 'clang' }], PURPOSE);
  const version = /^\d+/.exec(ask('-dumpversion'))?.[0];
  if (version === undefined) throw new SetupError('clang does not tell its version: is it installed whole?');
  const runtime = join(ask('-print-resource-dir'), 'lib/linux', `libclang_rt.fuzzer-${ARCHITECTURE}.a`);
  ensurePackages([{ provides: runtime, package: `libclang-rt-${version}-dev` }], PURPOSE);
}

const ask = (option: string): string =>
  spawnSync('clang', [option], { encoding: 'utf8' }).stdout?.trim() ?? '';

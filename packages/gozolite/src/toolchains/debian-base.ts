/**
 * Makes what every toolchain file system begins with: Debian's essential packages, by mmdebstrap.
 */
import { type Mirror, sourceLines } from './debian-sources.ts';
import { OWN_NAMESPACES } from './own-namespaces.ts';
import type { Progress } from './progress.ts';
import { SUITE } from './recipe.ts';
import { runProgram } from './run-program.ts';

/** Left out of every package. Nothing of it is needed to compile or run a program. */
export const EXCLUDED: readonly string[] = [
  '/usr/share/man/*',
  '/usr/share/doc/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/lintian/*',
  '/usr/share/bash-completion/*',
  '/usr/share/gtk-doc/*',
  // Not the files of a theme itself: the maintainer scripts of icon themes look for them.
  '/usr/share/icons/*/*/*',
];

export type BaseBuild = {
  readonly mirror: Mirror;
  readonly rootfs: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

export async function buildBase({ mirror, rootfs, progress, signal }: BaseBuild): Promise<void> {
  progress.at(0, 'the essential packages of Debian');
  await runProgram({
    what: 'Making the Debian file system',
    argv: [
      ...OWN_NAMESPACES,
      'mmdebstrap',
      '--mode=root',
      '--variant=essential',
      '--aptopt=Acquire::Retries "3"',
      ...EXCLUDED.map((path) => `--dpkgopt=path-exclude=${path}`),
      // The maintainer scripts of OpenJDK fail without this folder.
      '--setup-hook=mkdir -p "$1/usr/share/man/man1"',
      SUITE,
      rootfs,
      ...sourceLines(mirror, []),
    ],
    env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
    signal,
  });
}

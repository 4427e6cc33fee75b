/**
 * Makes the Debian part of a toolchain file system with mmdebstrap.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mirror, pinning, sourceLines } from './debian-sources.ts';
import type { Progress } from './progress.ts';
import { type Recipe, SUITE } from './recipe.ts';
import { runProgram } from './run-program.ts';

/** Left out of every package. Nothing of it is needed to compile or run a program. */
export const EXCLUDED = [
  '/usr/share/man/*',
  '/usr/share/doc/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/lintian/*',
  '/usr/share/bash-completion/*',
  '/usr/share/gtk-doc/*',
  '/usr/share/icons/*',
];

/** Its mounts and processes end with it, however it ends, and never show on the host. */
const OWN_NAMESPACES = [
  'unshare',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  '--propagation',
  'private',
];

export type DebianBuild = {
  readonly recipe: Recipe;
  readonly mirror: Mirror;
  readonly target: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

export async function buildDebian({ recipe, mirror, target, progress, signal }: DebianBuild): Promise<void> {
  const others = [...recipe.debian.keys()].filter((suite) => suite !== SUITE);
  const packages = [...recipe.debian.values()].flat();
  const scratch = mkdtempSync(join(tmpdir(), 'gozolite-toolchains-'));
  try {
    const preferences = join(scratch, 'gozolite.pref');
    const pins = others.map((suite) => pinning(suite, recipe.debian.get(suite) ?? []));
    writeFileSync(preferences, pins.join('\n'), { mode: 0o644 });
    await runProgram({
      what: 'Making the Debian file system',
      argv: [
        ...OWN_NAMESPACES,
        'mmdebstrap',
        '--mode=root',
        '--variant=essential',
        '--verbose',
        '--aptopt=Acquire::Retries "3"',
        '--aptopt=APT::Install-Recommends "false"',
        ...[...EXCLUDED, ...recipe.exclude].map((path) => `--dpkgopt=path-exclude=${path}`),
        // The maintainer scripts of OpenJDK fail without this folder.
        '--setup-hook=mkdir -p "$1/usr/share/man/man1" "$1/etc/apt/preferences.d"',
        `--setup-hook=copy-in ${preferences} /etc/apt/preferences.d`,
        ...(packages.length === 0 ? [] : [`--include=${packages.join(',')}`]),
        SUITE,
        target,
        ...sourceLines(mirror, others),
      ],
      env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
      signal,
      onLine: packageCounter(progress),
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Exact versions of what is installed, by package. */
export function debianVersions(rootfs: string): Readonly<Record<string, string>> {
  const stanzas = readFileSync(join(rootfs, 'var/lib/dpkg/status'), 'utf8').split('\n\n');
  return Object.fromEntries(
    stanzas.flatMap((stanza) => {
      const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(stanza)?.[1];
      const name = field('Package');
      const version = field('Version');
      return name === undefined || version === undefined ? [] : [[name, version] as const];
    }),
  );
}

/** Reads off the lines of apt and dpkg how many of the packages are fetched, unpacked and set up. */
function packageCounter(progress: Progress): (line: string) => void {
  let expected = 0;
  let seen = 0;
  return (line) => {
    expected += Number(/, (\d+) newly installed/.exec(line)?.[1] ?? 0);
    const step = /^(Get:|Unpacking |Setting up )/.exec(line)?.[1];
    if (step === undefined) return;
    seen++;
    const what = { 'Get:': 'fetching', 'Unpacking ': 'unpacking', 'Setting up ': 'setting up' }[step] ?? '';
    const name = step === 'Get:' ? '' : ` ${line.slice(step.length).split(/[ :]/)[0]}`;
    progress.at(Math.min(1, seen / Math.max(600, 3 * expected)), `Debian packages: ${what}${name}`);
  };
}

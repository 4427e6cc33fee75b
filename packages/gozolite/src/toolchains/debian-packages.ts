/**
 * Adds Debian packages to a file system with the apt of this host, which runs outside of it and installs into it.
 *
 * What always holds: packages come from the suite that their language names, and every index is signed by Debian; what was
 * fetched stays in the build's folder until the build is done, so an interrupted one fetches nothing twice, and goes on
 * wherever it was cut short.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXCLUDED } from './debian-base.ts';
import { type Mirror, pinning, sourceLines } from './debian-sources.ts';
import { besideRootfs, runInside } from './own-namespaces.ts';
import { type Progress, partOf } from './progress.ts';
import { type Recipe, SUITE } from './recipe.ts';
import { retried } from './retried.ts';
import { runProgram } from './run-program.ts';

export type DebianBuild = {
  readonly recipe: Recipe;
  readonly mirror: Mirror;
  readonly rootfs: string;
  /** Where indexes and packages are kept while the build lasts. */
  readonly scratch: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/** apt's own tries are for lost connections. What a mirror lacks, or has other than its index says, it has soon again. */
const PAUSES_MS = [20_000, 20_000];

export async function addDebianPackages(build: DebianBuild): Promise<void> {
  const { recipe, rootfs, progress, signal } = build;
  await withoutServices(rootfs, () => takeUpInterrupted(build));
  const installed = debianVersions(rootfs);
  const wanted = [...recipe.debian.values()].flat().filter((name) => installed[name] === undefined);
  if (wanted.length === 0) return;
  const config = configure(build);
  const install = ['--yes', '--no-remove', 'install', ...wanted];
  await retried(() => fetchPackages(build, config, install), {
    pausesMs: PAUSES_MS,
    signal,
    say: progress.say,
  });
  const installing = partOf(progress, 0.35, 1);
  await withoutServices(rootfs, () => apt(build, config, install, (done, what) => installing.at(done, what)));
}

/** With new indexes: it is they that no longer fit when a mirror changes meanwhile. */
async function fetchPackages(build: DebianBuild, config: string, install: readonly string[]): Promise<void> {
  const { progress } = build;
  progress.at(0, 'the indexes of Debian');
  await apt(build, config, ['update'], () => undefined);
  progress.say(`Debian packages: ${await cost(build, config, install)}`);
  const fetching = partOf(progress, 0.02, 0.35);
  await apt(build, config, ['--download-only', ...install], (done) => fetching.at(done, 'fetching packages'));
}

/**
 * A dpkg that was killed has left notes, and apt does nothing before dpkg has read them. What it then cannot configure lacks
 * packages that apt is about to install.
 */
async function takeUpInterrupted({ rootfs, signal }: DebianBuild): Promise<void> {
  if (readdirSync(join(rootfs, 'var/lib/dpkg/updates')).length === 0) return;
  const what = 'Going on with what was interrupted';
  const argv = ['dpkg', '--force-unsafe-io', '--force-confnew', '--configure', '--pending'];
  await runInside({ what, rootfs, argv, env: UNATTENDED, signal }).catch(() => signal.throwIfAborted());
}

/** Exact versions of what is installed, by package. */
export function debianVersions(rootfs: string): Readonly<Record<string, string>> {
  const stanzas = readFileSync(join(rootfs, 'var/lib/dpkg/status'), 'utf8').split('\n\n');
  return Object.fromEntries(
    stanzas.flatMap((stanza) => {
      const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(stanza)?.[1];
      const name = field('Package');
      const version = field('Version');
      const complete = field('Status') === 'install ok installed';
      return name === undefined || version === undefined || !complete ? [] : [[name, version] as const];
    }),
  );
}

/** Resolves apt's folders: its state and its words are the build's, what it changes is the file system's. */
function configure({ recipe, mirror, rootfs, scratch }: DebianBuild): string {
  const etc = join(scratch, 'apt');
  for (const folder of ['preferences.d', 'sources.list.d', 'apt.conf.d', 'auth.conf.d', 'trusted.gpg.d'])
    mkdirSync(join(etc, folder), { recursive: true });
  for (const folder of ['lists/partial', 'packages/partial', 'log'])
    mkdirSync(join(scratch, folder), { recursive: true });
  for (const folder of ['var/cache/apt/archives', 'var/log/apt', 'var/lib/apt'])
    mkdirSync(join(rootfs, folder), { recursive: true });
  const others = [...recipe.debian.keys()].filter((suite) => suite !== SUITE);
  const pins = others.map((suite) => pinning(suite, recipe.debian.get(suite) ?? []));
  writeFileSync(join(etc, 'sources.list'), `${sourceLines(mirror, others).join('\n')}\n`);
  writeFileSync(join(etc, 'preferences.d/gozolite'), pins.join('\n'));
  const options: readonly (readonly [string, string])[] = [
    ['Dir', `${rootfs}/`],
    ['Dir::Etc', `${etc}/`],
    ['Dir::State::Lists', join(scratch, 'lists/')],
    ['Dir::State::Status', join(rootfs, 'var/lib/dpkg/status')],
    ['Dir::Bin::Methods', '/usr/lib/apt/methods/'],
    ['Dir::Log', join(scratch, 'log/')],
    ['DPkg::Chroot-Directory', rootfs],
    ['DPkg::Use-Pty', 'false'],
    ['DPkg::Options::', '--force-unsafe-io'],
    ['DPkg::Options::', '--force-confnew'],
    ...[...EXCLUDED, ...recipe.exclude].map((path) => ['DPkg::Options::', `--path-exclude=${path}`] as const),
    ['APT::Install-Recommends', 'false'],
    ['APT::Sandbox::User', 'root'],
    ['APT::Status-Fd', '3'],
    ['Acquire::Retries', '3'],
    ['Acquire::Languages', 'none'],
  ];
  const config = join(scratch, 'apt.conf');
  writeFileSync(config, options.map(([name, value]) => `${name} ${JSON.stringify(value)};\n`).join(''));
  return config;
}

/** For maintainer scripts, which ask nobody. */
const UNATTENDED = { DEBIAN_FRONTEND: 'noninteractive', DEBCONF_NONINTERACTIVE_SEEN: 'true' };

async function apt(
  { rootfs, scratch, signal }: DebianBuild,
  config: string,
  args: readonly string[],
  onStep: (done: number, what: string) => void,
): Promise<readonly string[]> {
  return runProgram({
    what: 'Installing Debian packages',
    argv: besideRootfs(rootfs, join(scratch, 'packages'), ['apt-get', '-q', ...args]),
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      LC_ALL: 'C.UTF-8',
      HOME: '/tmp',
      ...UNATTENDED,
      APT_CONFIG: config,
      ...proxies(),
    },
    signal,
    onLine(line) {
      const step = /^(?:dl|pm)status:[^:]*:([\d.]+):(.*)$/.exec(line);
      if (step !== null) onStep(Number(step[1]) / 100, step[2] ?? '');
      return step !== null;
    },
  });
}

/** What is still to be fetched, in words. */
async function cost(build: DebianBuild, config: string, install: readonly string[]): Promise<string> {
  const lines = await apt(build, config, ['--print-uris', ...install], () => undefined);
  const bytes = lines.flatMap((line) => Number(/^'[^']+' \S+\.deb (\d+) /.exec(line)?.[1] ?? []));
  const megabytes = Math.round(bytes.reduce((sum, size) => sum + size, 0) / 1e6);
  return `${bytes.length} to fetch, ${megabytes} MB`;
}

const proxies = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^(https?|ftp|no)_proxy$/i.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );

/** Packages that bring a daemon are not to start it. */
async function withoutServices<T>(rootfs: string, work: () => Promise<T>): Promise<T> {
  const policy = join(rootfs, 'usr/sbin/policy-rc.d');
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(policy, { force: true });
  }
}

/**
 * The disk image of a Debian virtual machine with a pure cgroup v2 tree, which most users have and a build machine may not.
 *
 * Built once from Debian's signed packages into the cache folder, under the digest of its recipe; a build that was cut
 * short leaves nothing under that name.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { removeTree } from '../../packages/gozolite/src/toolchains/remove-tree.ts';
import { retried } from '../../scripts/setup/retried.mjs';

const GUEST = join(import.meta.dirname, 'guest');
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** In seconds, before another try: mmdebstrap fetches everything, and ends at the first that it does not get. */
const PAUSES_S = [10, 30];

/** The unprivileged user of the guest, with a range of subordinate ids. */
export const GUEST_USER = { name: 'tester', uid: 1001 } as const;

export type VmImage = { readonly kernel: string; readonly initrd: string; readonly disk: string };

type Recipe = { readonly suite: string; readonly packages: readonly string[]; readonly disk_mb: number };

function cacheFolder(): string {
  const root =
    process.getuid?.() === 0 ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
  return join(process.env.GOZOLITE_CACHE_DIR ?? join(root, 'gozolite'), 'vm');
}

/** Returns the image, building it when the cache has none of this recipe. Needs root, mmdebstrap and mke2fs. */
export function ensureImage(log: (line: string) => void): VmImage {
  const recipeText = readFileSync(join(GUEST, 'recipe.json'), 'utf8');
  const unit = readFileSync(join(GUEST, 'suite.service'), 'utf8');
  const self = readFileSync(import.meta.filename, 'utf8');
  const digest = createHash('sha256').update(recipeText).update(unit).update(self).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), digest);
  if (!existsSync(folder)) build(JSON.parse(recipeText) as Recipe, folder, log);
  return {
    kernel: join(folder, 'vmlinuz'),
    initrd: join(folder, 'initrd.img'),
    disk: join(folder, 'disk.img'),
  };
}

function build(recipe: Recipe, folder: string, log: (line: string) => void): void {
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), 'building-'));
  try {
    const root = join(work, 'root');
    log(`building the machine image: Debian ${recipe.suite}, about a minute`);
    const include = `--include=${recipe.packages.join(',')}`;
    const mirror = `deb [signed-by=${KEYRING}] http://deb.debian.org/debian ${recipe.suite} main`;
    const slim = ['doc', 'man', 'locale', 'info'].map(
      (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
    );
    const argv = ['--quiet', '--variant=minbase', include, ...slim, recipe.suite, root, mirror];
    retried(PAUSES_S, () => {
      // It makes nothing where something is.
      removeTree(root);
      execFileSync('mmdebstrap', argv, { stdio: ['ignore', 'inherit', 'inherit'] });
    });
    customise(root);
    copyFileSync(join(root, 'vmlinuz'), join(work, 'vmlinuz'));
    copyFileSync(join(root, 'initrd.img'), join(work, 'initrd.img'));
    execFileSync('mke2fs', [
      '-q',
      '-F',
      '-t',
      'ext4',
      '-d',
      root,
      join(work, 'disk.img'),
      `${recipe.disk_mb}M`,
    ]);
    rmSync(root, { recursive: true });
    renameSync(work, folder);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
}

function customise(root: string): void {
  const units = join(root, 'etc/systemd/system');
  copyFileSync(join(GUEST, 'suite.service'), join(units, 'suite.service'));
  mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true });
  symlinkSync('../suite.service', join(units, 'multi-user.target.wants/suite.service'));
  // The console is the suite's alone.
  symlinkSync('/dev/null', join(units, 'serial-getty@ttyS0.service'));
  mkdirSync(join(root, 'suite'));
  writeFileSync(join(root, 'etc/fstab'), '/dev/vda / ext4 rw 0 1\n');
  const { name, uid } = GUEST_USER;
  execFileSync('chroot', [root, 'useradd', '--create-home', '--uid', String(uid), name]);
}

/**
 * Boots the virtual machine under qemu's software emulation, runs one script in it, and returns what it printed and what
 * it left on the disk for that. The machine has no network. Its other disks are throw-away snapshots: nothing a run does outlives it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VmImage } from './image.ts';

export type GuestRun = {
  readonly image: VmImage;
  /** What the guest finds under /suite: guest path -> host path (files or folders). */
  readonly files: Readonly<Record<string, string>>;
  /** Shell script run as root in the guest, from /suite. */
  readonly script: string;
  readonly timeoutMs: number;
};

export type GuestResult = {
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  /** What the script wrote to `KEPT`: text up to its first NUL. The console is not for that: the kernel writes there too. */
  readonly kept: string;
};

/** The guest's device for what outlives it. */
export const KEPT = '/dev/vdc';
const KEPT_BYTES = 16 << 20;

const EXIT = /^guest-exit: (\d+)/;

/** `exitCode` is null when the machine did not get to the end of the script in time. */
export async function runInGuest(run: GuestRun): Promise<GuestResult> {
  const work = mkdtempSync(join(tmpdir(), 'gozolite-vm-'));
  try {
    const kept = join(work, 'kept');
    writeFileSync(kept, '');
    truncateSync(kept, KEPT_BYTES);
    const said = await boot(run, suiteDisk(work, run), kept);
    return { ...said, kept: readFileSync(kept, 'utf8').split('\0', 1)[0] ?? '' };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function suiteDisk(work: string, run: GuestRun): string {
  const staging = join(work, 'suite');
  mkdirSync(staging);
  for (const [guest, host] of Object.entries(run.files)) {
    const target = join(staging, guest);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(host, target, { recursive: true, verbatimSymlinks: true });
  }
  writeFileSync(join(staging, 'run.sh'), run.script);
  const used = Number(execFileSync('du', ['-sm', staging], { encoding: 'utf8' }).split('\t')[0]);
  const disk = join(work, 'suite.img');
  execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-L', 'suite', '-d', staging, disk, `${used + 64}M`]);
  return disk;
}

function boot(run: GuestRun, suite: string, kept: string): Promise<Omit<GuestResult, 'kept'>> {
  // Without cx16: qemu 7.2 emulates the guest's 16-byte compare-and-swap with wrong flags, which breaks its kernel now and then.
  // One thread for all CPUs: with one each, a CPU now and then runs code of before the guest's kernel patched it (an int3 that is no longer there).
  const machine = [
    '-accel',
    'tcg,thread=single',
    '-cpu',
    'max,-cx16,-avx,-avx2,-fma,-f16c,-pku',
    '-smp',
    '2',
    '-m',
    '2560',
    '-nic',
    'none',
  ];
  const disk = (file: string, more = '') => ['-drive', `file=${file},format=raw,if=virtio${more}`];
  const drives = [...disk(run.image.disk, ',snapshot=on'), ...disk(suite, ',snapshot=on'), ...disk(kept)];
  const kernel = ['-kernel', run.image.kernel, '-initrd', run.image.initrd];
  const append =
    'root=/dev/vda rw console=ttyS0 quiet loglevel=1 systemd.show_status=0 mitigations=off panic=-1';
  const child = spawn(
    'qemu-system-x86_64',
    [...machine, ...drives, ...kernel, '-append', append, '-nographic', '-no-reboot'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    let exitCode: number | null = null;
    let rest = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), run.timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        const line = part.replaceAll('\r', '');
        lines.push(line);
        const exit = EXIT.exec(line);
        if (exit !== null) exitCode = Number(exit[1]);
      }
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      resolve({ exitCode, lines });
    });
  });
}

/**
 * Supervisors that start on a host which lacks something: each is a small program that takes it away, for itself and all it
 * starts, and then becomes the real supervisor.
 *
 * What always holds: nothing is taken away from anybody else; what is made here is removed on disposal.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SUPERVISOR =
  process.env.GOZOLITE_TEST_SUPERVISOR ?? join(import.meta.dirname, '../../native/build/gozolite-supervisor');

/** How something is taken away. */
export type Deprivation = {
  /** System calls that are refused, as `without.c` takes them. */
  readonly refuse?: readonly string[];
  /** Only while `Deprived.breakNow` is in force: everything works at first. */
  readonly later?: boolean;
  /** A command that the supervisor is started through. */
  readonly through?: readonly string[];
  /** More arguments for the supervisor. */
  readonly given?: readonly string[];
};

export type Workshop = Disposable & {
  /** Path of a supervisor program that lacks it. */
  supervisor(deprivation: Deprivation): Deprived;
};

export type Deprived = {
  readonly path: string;
  /** From now on what was given as `later` is refused, until disposed of. */
  breakNow(): Disposable;
};

export function openWorkshop(): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'gozolite-fail-closed-'));
  // Some of these supervisors run as another user.
  chmodSync(folder, 0o755);
  const without = join(folder, 'without');
  const source = join(import.meta.dirname, 'without.c');
  execFileSync('cc', ['-O1', '-Wall', '-o', without, source, '-lseccomp'], { stdio: 'inherit' });
  let made = 0;
  return {
    supervisor: ({ refuse = [], later = false, through = [], given = [] }) => {
      made += 1;
      const path = join(folder, `supervisor-${made}`);
      const trigger = join(folder, `broken-${made}`);
      const filter =
        refuse.length === 0 ? [] : [without, ...(later ? ['--when', trigger] : []), ...refuse, '--'];
      const command = [...through, ...filter, SUPERVISOR].map(quoted).join(' ');
      writeFileSync(path, `#!/bin/sh\nexec ${command} "$@" ${given.map(quoted).join(' ')}\n`, {
        mode: 0o755,
      });
      return {
        path,
        breakNow: () => {
          writeFileSync(trigger, '');
          return { [Symbol.dispose]: () => rmSync(trigger) };
        },
      };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

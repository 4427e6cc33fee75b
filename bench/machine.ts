/**
 * The machine on which was measured, in a few words: without it the figures mean little.
 */
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';

export type Machine = {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly cgroups: string;
  readonly node: string;
  /** Of the last minute, before the measurement began: the figures of a busy machine are worse. */
  readonly load: number;
};

export function describeMachine(): Machine {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  const v1 = / - cgroup /.test(mounts);
  const v2 = / - cgroup2 /.test(mounts);
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    cgroups: v1 && v2 ? 'v1 and v2 (hybrid)' : v2 ? 'v2' : v1 ? 'v1' : 'none',
    node: process.version,
    load: Number(readFileSync('/proc/loadavg', 'utf8').split(' ')[0]),
  };
}

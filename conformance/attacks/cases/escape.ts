/** Attempts to get out, or to get more than was given. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';

const denied = (name: string, program: string): Attack => ({ name, program, verdicts: [null] });

export const ESCAPE: readonly Attack[] = [
  denied("reaches for the sandbox's first process through /proc", 'escape/first-process.c'),
  denied("takes hold of the sandbox's first process", 'escape/take-over.c'),
  denied('looks for a descriptor or folder that leads outside', 'escape/descriptors-and-folders.c'),
  denied('changes mounts, makes and joins namespaces', 'escape/mounts-and-namespaces.c'),
  denied('looks for a cgroup it could write', 'escape/cgroups.c'),
  denied('takes privileges', 'escape/privileges.c'),
  denied('runs the setuid programs', 'escape/setuid-programs.py'),
  denied('makes and opens devices', 'escape/devices.c'),
  denied('opens sockets of other families', 'escape/sockets.c'),
  denied('makes the calls with which kernels were broken', 'escape/kernel-interfaces.c'),
  denied('reads what /proc tells of the host', 'escape/hidden-proc.c'),
  denied('installs a filter of its own', 'escape/filter-of-its-own.c'),
  {
    name: 'calls by the gate of another architecture',
    program: 'escape/foreign-call.c',
    verdicts: ['SANDBOX_VIOLATION', 'RUNTIME_ERROR'],
    check: (result) => {
      // A kernel without that gate answers with SIGSEGV.
      if (result.error === 'RUNTIME_ERROR') assert.equal(result.signal, 'SIGSEGV');
      else assert.equal(result.evidence?.limit, 'seccomp');
    },
  },
  {
    name: 'calls by the numbers of x32',
    program: 'escape/x32-call.c',
    verdicts: ['SANDBOX_VIOLATION'],
    evidence: ['seccomp'],
  },
  {
    name: 'dies with a core dump',
    program: 'escape/core-dump.c',
    verdicts: ['RUNTIME_ERROR'],
    check: (result) => assert.equal(result.signal, 'SIGABRT'),
  },
  denied('writes what /proc holds of itself and of others', 'escape/own-proc.c'),
  denied('passes descriptors around and leaves by them', 'escape/passed-descriptors.c'),
];

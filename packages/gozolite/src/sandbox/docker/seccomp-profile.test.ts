import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listOf, type SeccompProfile, seccompProfile } from './seccomp-profile.ts';
import { ADDITIONS, serviceProfile } from './service-profile.ts';

const HEADER = readFileSync(new URL('../../../../../native/src/seccomp_lists.h', import.meta.url), 'utf8');

const actionsOf = (profile: SeccompProfile, name: string) =>
  profile.syscalls.filter(({ names }) => names.includes(name));

test('every call of the supervisor’s lists has one kind of answer', () => {
  const profile = seccompProfile(HEADER);
  for (const name of listOf(HEADER, 'seccomp_allowed')) {
    expect(new Set(actionsOf(profile, name).map(({ action }) => action)), name).toEqual(
      new Set(['SCMP_ACT_ALLOW']),
    );
  }
  for (const name of listOf(HEADER, 'seccomp_denied')) {
    if (name !== 'unshare') expect(actionsOf(profile, name), name).toMatchObject([{ errnoRet: 1 }]);
  }
});

test('what no list names is absent, and so is clone3', () => {
  const profile = seccompProfile(HEADER);
  expect(profile).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 });
  expect(actionsOf(profile, 'clone3')).toMatchObject([{ action: 'SCMP_ACT_ERRNO', errnoRet: 38 }]);
});

test('namespaces are made with the init’s own flags, and no others', () => {
  const profile = seccompProfile(HEADER);
  expect(actionsOf(profile, 'unshare')).toEqual(
    [0x5000_0000, 0x5000_0080].map((value) => ({
      names: ['unshare'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, value, op: 'SCMP_CMP_EQ' }],
    })),
  );
  for (const name of ['clone', 'socket', 'personality', 'mknod'])
    for (const { args } of actionsOf(profile, name)) expect(args?.length, name).toBeGreaterThan(0);
});

test('the service’s profile adds what it gives reasons for', () => {
  const profile = serviceProfile(HEADER);
  const added = new Set(Object.values(ADDITIONS).flat());
  const [allowed, denied] = profile.syscalls;
  const expected = new Set([...listOf(HEADER, 'seccomp_allowed'), ...added]);
  expect(new Set(allowed?.names)).toEqual(expected);
  for (const name of denied?.names ?? []) expect(added.has(name), name).toBe(false);
  for (const name of ['io_uring_setup', 'bpf', 'keyctl', 'kexec_load', 'init_module', 'ptrace'])
    expect(denied?.names).toContain(name);
});

test('a header without a list is refused', () => {
  expect(() => seccompProfile('')).toThrow(/no list seccomp_allowed/);
});

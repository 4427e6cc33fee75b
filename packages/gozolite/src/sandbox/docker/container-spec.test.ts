import { expect, test } from 'vitest';
import { containerOptions } from './container-spec.ts';
import { canBecome, isSame, shapeOf } from './shape.ts';

const LIMITS = {
  time_ms: 1,
  cpu_time_ms: 1,
  memory_kb: 65_536,
  processes: 10,
  output_bytes: 1,
  file_kb: 1,
  disk_kb: 8192,
  open_files: 16,
};
const plan = (runtime: string | null = null, cpus = 0) => ({
  image: 'an-image',
  shape: shapeOf(LIMITS, runtime),
  uid: 20_001,
  labels: { a: 'b' },
  seccomp: '{}',
  cpus,
  ownNetwork: true,
});

test('a container may do nothing that it need not', () => {
  const { HostConfig: host, User: user, NetworkDisabled: disabled } = containerOptions(plan());
  expect(user).toBe('20001:20001');
  expect(disabled).toBe(true);
  expect(host).toMatchObject({
    NetworkMode: 'none',
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges', 'seccomp={}'],
    Memory: 64 << 20,
    MemorySwap: 64 << 20,
    PidsLimit: 11,
    ShmSize: 8 << 20,
    IpcMode: 'private',
    Privileged: false,
    LogConfig: { Type: 'none' },
  });
  for (const name of ['Binds', 'Mounts', 'Devices', 'CapAdd', 'PidMode', 'UTSMode', 'NanoCpus', 'Runtime'])
    expect(host).not.toHaveProperty(name);
  expect(Object.keys(host?.Tmpfs ?? {})).toEqual(['/box', '/tmp']);
});

test('a runtime with a kernel of its own gets the engine’s network, and cannot see the cgroup', () => {
  const options = containerOptions(plan('runsc', 1.5));
  expect(options).toMatchObject({ Cmd: ['--cgroup-unseen'], NetworkDisabled: false });
  expect(options.HostConfig).toMatchObject({ Runtime: 'runsc', NanoCpus: 1.5e9 });
});

test('the engine’s own threads have room beside few processes', () => {
  expect(shapeOf({ ...LIMITS, processes: 1 }, null).tasks).toBe(8);
  expect(shapeOf({ ...LIMITS, processes: 7 }, null).tasks).toBe(8);
  expect(shapeOf({ ...LIMITS, processes: 8 }, null).tasks).toBe(9);
});

test('memory and tasks can be changed before the start, the disk and the runtime not', () => {
  const made = shapeOf(LIMITS, null);
  expect(isSame(made, shapeOf(LIMITS, null))).toBe(true);
  expect(isSame(made, shapeOf({ ...LIMITS, memory_kb: 1 }, null))).toBe(false);
  expect(canBecome(made, shapeOf({ ...LIMITS, memory_kb: 1, processes: 99 }, null))).toBe(true);
  expect(canBecome(made, shapeOf({ ...LIMITS, disk_kb: 1 }, null))).toBe(false);
  expect(canBecome(made, shapeOf(LIMITS, 'runsc'))).toBe(false);
});

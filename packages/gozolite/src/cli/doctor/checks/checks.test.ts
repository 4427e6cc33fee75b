import { describe, expect, it } from 'vitest';
import type { Check } from '../check.ts';
import { type MapHostOptions, mapHost } from '../map-host.ts';
import { cgroupControllers, cgroupDelegation, cgroupMode, swap } from './cgroup.ts';
import { disk, node, port, supervisor } from './installation.ts';
import { kernelVersion, namespaces, overlay, seccomp } from './kernel.ts';
import { languagesFinding } from './languages.ts';
import { newuidmap, privilege, subordinateIds, userNamespaces } from './privilege.ts';

const settings = {
  supervisor: '/opt/gozolite/native/build/gozolite-supervisor',
  dataFolder: '/var/cache/gozolite',
  cgroup: null as string | null,
  httpHost: '127.0.0.1',
  httpPort: 8080,
};
const run = async (check: Check, options: MapHostOptions = {}) =>
  check.run({ host: mapHost(options), settings });

const userspace = { uid: 1000 };

describe('kernel', () => {
  it('wants one that is new enough', async () => {
    expect(await run(kernelVersion)).toMatchObject({ state: 'ok' });
    expect(await run(kernelVersion, { kernel: '5.15.0-91-generic' })).toMatchObject({ state: 'warn' });
    expect(await run(kernelVersion, { kernel: '4.19.0' })).toMatchObject({ state: 'fail' });
    expect(await run(kernelVersion, { platform: 'darwin' })).toMatchObject({ state: 'fail' });
  });

  it('names the namespaces that are not there', async () => {
    const names = ['mnt', 'pid', 'net', 'ipc', 'uts', 'cgroup'];
    const files = Object.fromEntries(names.map((name) => [`/proc/self/ns/${name}`, '']));
    const finding = await run(namespaces, { files });
    expect(finding).toMatchObject({ state: 'fail' });
    expect(finding.seen).toContain('user');
    expect(await run(namespaces, { files: { ...files, '/proc/self/ns/user': '' } })).toMatchObject({
      state: 'ok',
    });
  });

  it('wants system call filters and overlayfs', async () => {
    const filters = {
      '/proc/sys/kernel/seccomp/actions_avail': 'kill_process kill_thread trap errno allow\n',
    };
    expect(await run(seccomp, { files: filters })).toMatchObject({ state: 'ok' });
    expect(await run(seccomp)).toMatchObject({ state: 'fail' });
    expect(await run(overlay, { files: { '/proc/filesystems': 'nodev\toverlay\n' } })).toMatchObject({
      state: 'ok',
    });
    expect((await run(overlay, { files: { '/proc/filesystems': '\text4\n' } })).remedy).toContain(
      'modprobe overlay',
    );
  });
});

describe('privilege', () => {
  const status = (capabilities: string) => ({
    '/proc/self/status': `Name:\tnode\nCapEff:\t${capabilities}\n`,
  });

  it('is root with the capabilities of root', async () => {
    expect(await run(privilege, { files: status('000001ffffffffff') })).toMatchObject({ state: 'ok' });
    const finding = await run(privilege, { files: status('00000000a80425fb') });
    expect(finding).toMatchObject({ state: 'fail' });
    expect(finding.seen).toContain('CAP_SYS_ADMIN');
  });

  it('names the setting that forbids user namespaces', async () => {
    const forbidden = [
      ['/proc/sys/user/max_user_namespaces', '0\n', 'user.max_user_namespaces=15000'],
      ['/proc/sys/kernel/unprivileged_userns_clone', '0\n', 'kernel.unprivileged_userns_clone=1'],
      [
        '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
        '1\n',
        'kernel.apparmor_restrict_unprivileged_userns=0',
      ],
    ] as const;
    for (const [path, content, remedy] of forbidden) {
      const finding = await run(userNamespaces, { ...userspace, files: { [path]: content } });
      expect(finding.state, path).toBe('fail');
      expect(finding.remedy, path).toContain(remedy);
    }
    expect(await run(userNamespaces, userspace)).toMatchObject({ state: 'ok' });
  });

  it('asks root for less', async () => {
    const files = { '/proc/sys/kernel/unprivileged_userns_clone': '0' };
    expect(await run(userNamespaces, { files })).toMatchObject({ state: 'ok' });
    expect(await run(newuidmap)).toMatchObject({ state: 'skip' });
    expect(await run(subordinateIds)).toMatchObject({ state: 'skip' });
  });

  it('wants a range of ids and the programs that map them', async () => {
    const both = (range: string) => ({ '/etc/subuid': range, '/etc/subgid': range });
    const ids = (range: string) => run(subordinateIds, { ...userspace, files: both(range) });
    expect(await ids('ada:100000:65536\n')).toMatchObject({ state: 'ok' });
    expect(await ids('1000:100000:65536\n')).toMatchObject({ state: 'ok' });
    expect((await ids('bob:100000:65536\n')).remedy).toContain('usermod');
    expect((await ids('ada:100000:1000\n')).seen).toContain('only 1000');
    const programs = { newuidmap: '/usr/bin/newuidmap', newgidmap: '/usr/bin/newgidmap' };
    expect(await run(newuidmap, { ...userspace, programs })).toMatchObject({ state: 'ok' });
    expect((await run(newuidmap, userspace)).remedy).toContain('uidmap');
  });
});

const V2 = {
  '/proc/self/cgroup': '0::/user.slice/s\n',
  '/proc/self/mountinfo': '30 1 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n',
  '/sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n',
  '/sys/fs/cgroup/user.slice/s/cgroup.controllers': 'cpu memory pids\n',
  '/sys/fs/cgroup/user.slice/s/memory.max': 'max\n',
  '/sys/fs/cgroup/user.slice/s/memory.swap.max': 'max\n',
  '/proc/meminfo': 'SwapTotal:     1024 kB\n',
};
const v1Mount = (controller: string) =>
  `9 1 0:9 / /sys/fs/cgroup/${controller} rw - cgroup cgroup rw,${controller}\n`;
const V1 = {
  '/proc/self/cgroup': '4:memory:/a\n3:pids:/\n2:cpu,cpuacct:/\n',
  '/proc/self/mountinfo': ['memory', 'pids', 'cpu,cpuacct'].map(v1Mount).join(''),
};

describe('control groups', () => {
  it('tells the kinds apart', async () => {
    expect((await run(cgroupMode, { files: V2 })).seen).toBe('v2 at /sys/fs/cgroup');
    expect((await run(cgroupMode, { files: V1 })).seen).toBe('v1, controllers memory pids cpu cpuacct');
    const unified = '8 1 0:8 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n';
    const hybrid = { ...V1, '/proc/self/mountinfo': V1['/proc/self/mountinfo'] + unified };
    expect((await run(cgroupMode, { files: hybrid })).seen).toContain('hybrid');
    expect(await run(cgroupMode)).toMatchObject({ state: 'fail' });
  });

  it('wants the controllers that the limits need', async () => {
    for (const files of [V2, V1])
      expect(await run(cgroupControllers, { files })).toMatchObject({ state: 'ok' });
    const files = { ...V2, '/sys/fs/cgroup/user.slice/s/cgroup.controllers': 'memory pids\n' };
    const finding = await run(cgroupControllers, { ...userspace, files });
    expect(finding).toMatchObject({ state: 'fail', seen: expect.stringContaining('no cpu controller') });
    expect(finding.remedy).toContain('Delegate=cpu memory pids');
  });

  it('says how to get a group of one’s own', async () => {
    expect(await run(cgroupDelegation, { files: V2 })).toMatchObject({ state: 'ok' });
    const closed = { ...userspace, writable: () => false };
    expect((await run(cgroupDelegation, { ...closed, files: V2 })).remedy).toContain(
      'systemd-run --user --scope',
    );
    expect((await run(cgroupDelegation, { ...closed, files: V1 })).remedy).toContain('chown -R ada');
    const readOnly = {
      ...V2,
      '/proc/self/mountinfo': V2['/proc/self/mountinfo'].replace(' rw,nosuid', ' ro,nosuid'),
    };
    expect((await run(cgroupDelegation, { files: readOnly })).remedy).toContain('remount,rw /sys/fs/cgroup');
  });

  it('looks where the supervisor makes its groups', async () => {
    const asked: string[] = [];
    const writable = (path: string) => asked.push(path) > 0;
    await run(cgroupDelegation, { files: V2, writable });
    await run(cgroupDelegation, { ...userspace, files: V2, writable });
    const host = mapHost({ ...userspace, files: V2, writable });
    for (const cgroup of ['/mine', '/sys/fs/cgroup/mine']) {
      await cgroupDelegation.run({ host, settings: { ...settings, cgroup } });
    }
    const own = '/sys/fs/cgroup/user.slice/s';
    expect(asked).toEqual(['/sys/fs/cgroup', own, '/sys/fs/cgroup/mine', '/sys/fs/cgroup/mine']);
  });

  it('warns of swap that no limit counts', async () => {
    expect(await run(swap, { files: V2 })).toMatchObject({ state: 'ok' });
    const files = { ...V1, '/proc/meminfo': V2['/proc/meminfo'] };
    expect((await run(swap, { files })).remedy).toContain('swapaccount=1');
    expect(await run(swap, { files: V1 })).toMatchObject({ state: 'ok' });
    const memsw = { ...files, '/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes': '' };
    expect(await run(swap, { files: memsw })).toMatchObject({ state: 'ok' });
  });
});

describe('installation', () => {
  it('says how to build a supervisor that is not there', async () => {
    const finding = await run(supervisor);
    expect(finding).toMatchObject({ state: 'fail' });
    expect(finding.remedy).toContain('make -C /opt/gozolite/native');
    expect(await run(supervisor, { files: { [settings.supervisor]: '' } })).toMatchObject({ state: 'ok' });
  });

  it('looks at Node.js, the disk and the port', async () => {
    expect(await run(node, { nodeVersion: '22.18.0' })).toMatchObject({ state: 'warn' });
    expect(await run(disk, { freeBytes: 2 ** 20 })).toMatchObject({ state: 'fail' });
    expect(await run(disk, { freeBytes: 2 ** 29 })).toMatchObject({ state: 'warn' });
    expect(await run(port)).toMatchObject({ state: 'ok' });
    expect(await run(port, { bindProblem: 'EADDRINUSE' })).toMatchObject({ state: 'warn' });
    expect(await run(port, { bindProblem: 'EADDRNOTAVAIL' })).toMatchObject({ state: 'fail' });
  });

  it('counts the languages by their states', () => {
    const language = (id: string, state: 'ready' | 'broken' | 'missing') => ({
      id,
      name: id,
      aliases: [],
      extensions: [],
      set: 'core',
      compiled: false,
      state,
      version: null,
      versions: [],
    });
    expect(languagesFinding([language('c', 'ready'), language('d', 'missing')])).toMatchObject({
      state: 'ok',
      seen: '1 of 2 ready: c; missing: d',
    });
    expect(languagesFinding([language('c', 'ready'), language('d', 'broken')])).toMatchObject({
      state: 'warn',
    });
    expect(languagesFinding([language('d', 'missing')])).toMatchObject({ state: 'fail' });
  });
});

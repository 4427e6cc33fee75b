/**
 * The systemd unit on a booted machine, driven from inside it: started as docs/deployment.md says, it must serve, isolate, come
 * back when it is killed, finish what runs when it is stopped, and leave nothing. Prints a line for each, as the supervisor's own
 * tests do, and at last how many passed.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExecutionRequest, GozoliteClient } from '@gozolite/client';
import { processesInCgroup } from '../../host.ts';
import { until } from '../../waiting.ts';

const UNIT = 'gozolite';
/** Software emulation is some thirty times slower than a processor. */
const PATIENCE_MS = 120_000;
const client = new GozoliteClient({ baseUrl: 'http://127.0.0.1:8080' });

const systemctl = (...args: string[]): string => execFileSync('systemctl', args, { encoding: 'utf8' }).trim();
const show = (property: string): string => systemctl('show', '--property', property, '--value', UNIT);
const run = (code: string, more: Partial<ExecutionRequest> = {}) =>
  client.execute({
    language: 'python',
    code,
    ...more,
    limits: { time_ms: 60_000, cpu_time_ms: 60_000, ...more.limits },
  });

/** A process may end while it is looked at: then it says nothing. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** What `/proc/<pid>/status` says after `name:`, in its columns. */
function statusOf(pid: number, name: string): readonly string[] {
  const line = readIfThere(`/proc/${pid}/status`)
    .split('\n')
    .find((one) => one.startsWith(`${name}:`));
  return line?.split(/\s+/).slice(1) ?? [];
}

/** The names of all processes of the unit, once a program is among them. */
const onceRunning = (cgroup: string): Promise<readonly string[]> =>
  until(
    () => {
      const names = processesInCgroup(cgroup).map((pid) => statusOf(pid, 'Name').join());
      return names.some((name) => name.startsWith('python')) ? names : null;
    },
    { withinMs: PATIENCE_MS, what: 'the program has begun' },
  );

const cgroupOf = (): string => join('/sys/fs/cgroup', show('ControlGroup'));

const ready = (): Promise<boolean> =>
  until(
    async () => {
      const answer = await fetch('http://127.0.0.1:8080/health/ready').catch(() => null);
      return answer?.status === 200 && (await client.language('python')).state === 'ready';
    },
    { withinMs: PATIENCE_MS, what: 'the service is ready', everyMs: 250 },
  );

const CHECKS: Readonly<Record<string, () => Promise<void>>> = {
  'the unit starts and is ready': async () => {
    systemctl('start', UNIT);
    await ready();
    assert.equal(show('ActiveState'), 'active');
  },
  'what answers HTTP is the user gozolite, and holds no capability': async () => {
    const main = Number(show('MainPID'));
    const uid = execFileSync('id', ['-u', 'gozolite'], { encoding: 'utf8' }).trim();
    assert.deepEqual(statusOf(main, 'Uid'), [uid, uid, uid, uid]);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) {
      assert.match(statusOf(main, set).join(), /^0+$/, set);
    }
  },
  'every mandatory layer is in force': async () => {
    const { backend, degraded, layers } = await client.capabilities();
    assert.deepEqual({ backend, degraded }, { backend: 'native', degraded: [] });
    const missing = layers.filter(({ mandatory, state }) => mandatory && state !== 'enforced');
    assert.deepEqual(missing, []);
  },
  'a program runs': async () => {
    const { status, stdout } = await run('print(21*2)');
    assert.deepEqual({ status, stdout }, { status: 'ok', stdout: '42\n' });
  },
  'too much memory is refused by the cgroup': async () => {
    const { error } = await run('x = bytearray(200 << 20)', { limits: { memory_kb: 65_536 } });
    assert.equal(error, 'MEMORY_LIMIT_EXCEEDED');
  },
  'too many processes are refused by the cgroup': async () => {
    const code = 'import os, time\nfor _ in range(64):\n    if os.fork() == 0: time.sleep(60)';
    const { error } = await run(code, { limits: { processes: 8 } });
    assert.equal(error, 'PROCESS_LIMIT_EXCEEDED');
  },
  'everything it runs is in the cgroup of the unit': async () => {
    const sleeping = run('import time; time.sleep(5)');
    const seen = await onceRunning(cgroupOf());
    for (const one of ['gozolite-keeper', 'gozolite-maker', 'gozolite-init']) {
      assert.ok(seen.includes(one), `${one} in ${seen.join()}`);
    }
    assert.equal((await sleeping).status, 'ok');
  },
  'killed, it is started again and leaves no orphan': async () => {
    const asked = run('import time; time.sleep(60)').catch(() => null);
    await onceRunning(cgroupOf());
    const before = processesInCgroup(cgroupOf());
    systemctl('kill', '--kill-whom=main', '--signal=KILL', UNIT);
    await asked;
    await until(() => Number(show('NRestarts')) === 1, { withinMs: PATIENCE_MS, what: 'a new start' });
    await ready();
    const now = new Set(processesInCgroup(cgroupOf()));
    assert.deepEqual(
      before.filter((pid) => now.has(pid)),
      [],
    );
    assert.equal((await run('print(1)')).stdout, '1\n');
  },
  'stopped, it finishes what runs and leaves nothing': async () => {
    const cgroup = cgroupOf();
    const last = run('import time; print("begun", flush=True); time.sleep(3); print("done")');
    await onceRunning(cgroup);
    systemctl('stop', UNIT);
    assert.equal((await last).stdout, 'begun\ndone\n');
    assert.deepEqual([show('ActiveState'), show('Result')], ['inactive', 'success']);
    assert.equal(existsSync(cgroup), false);
  },
};

let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  try {
    await check();
    console.log(`ok - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok - ${name}\n${String(error).replace(/^/gm, '# ')}`);
  }
}
console.log(`${Object.keys(CHECKS).length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

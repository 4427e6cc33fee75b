import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FakeBackends } from './sandbox/native/testing/fake-backend.ts';
import { createKey } from './tenants/api-key.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gozolite-test-'));
const keys = join(folder, 'keys');
writeFileSync(keys, JSON.stringify(createKey({ tenant: 'test' }).record));
afterAll(() => rmSync(folder, { recursive: true }));

/** A language whose programs are the words of the pretending supervisor: the name of a file is what is run. */
const parrotFolder = (): string => {
  const home = join(folder, 'languages', 'parrot');
  mkdirSync(join(home, 'samples', 'hello'), { recursive: true });
  writeFileSync(
    join(home, 'language.yaml'),
    `id: parrot
name: Parrot
aliases: []
extensions: [.x]
set: all
version: { argv: [describe, v1.2.3], pattern: 'v(\\d+\\.\\d+\\.\\d+)' }
source: cat.x
run: { argv: ['{stem}'] }
`,
  );
  writeFileSync(join(home, 'samples', 'hello', 'cat.x'), 'hello');
  writeFileSync(
    join(home, 'samples', 'hello', 'sample.yaml'),
    `title: Nothing at all\nexpect: { stdout: '' }\n`,
  );
  return join(folder, 'languages');
};

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const start = (settings: Readonly<Record<string, string>>) => {
  const environment = {
    PATH: process.env.PATH,
    GOZOLITE_PORT: '0',
    GOZOLITE_SUPERVISOR: '/nonexistent',
    GOZOLITE_CACHE_DIR: folder,

    ...settings,
  };
  const child = spawn(process.execPath, [main], { env: environment });
  children.push(child);
  let text = '';
  const url = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      const found = /listens on (http:\S+);/.exec(text)?.[1];
      if (found !== undefined) url.resolve(found);
    });
  }
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, url: url.promise, exit, text: () => text };
};

describe('a service without its supervisor', () => {
  it('answers, says that it is not ready and why, runs nothing, has no privileges, and stops in order', async () => {
    const { child, url: starting, exit, text } = start({});
    const url = await starting;
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const readiness = await fetch(`${url}/health/ready`);
    expect([readiness.status, await readiness.text()]).toEqual([
      503,
      expect.stringContaining('/nonexistent'),
    ]);
    const body = '{"language":"python","code":"print(1)"}';
    const headers = { 'content-type': 'application/json' };
    const refused = await fetch(`${url}/execute`, { method: 'POST', body, headers });
    expect([refused.status, await refused.json()]).toEqual([
      503,
      expect.objectContaining({ error: 'NOT_READY' }),
    ]);
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    expect(status).not.toMatch(/^Uid:.*\b0\b/m);
    expect(status).toMatch(/^CapEff:\s*0+$/m);
    expect((await fetch(`${url}/docs/`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(text()).not.toContain('print(1)');
  });

  it('keeps root only when told to, and warns', async () => {
    const { url, text } = start({ GOZOLITE_USER: 'root' });
    await url;
    expect(text()).toContain(process.getuid?.() === 0 ? 'keeps all its privileges' : 'is ignored');
  });
});

describe('a service over a supervisor that only pretends', () => {
  const requestOf = (program: string, stdin = '') => ({
    language: 'parrot',
    files: [{ path: `${program}.x`, content: 'the code that nobody must log' }],
    stdin,
  });
  const send = async (url: string, request: object, id = 'trace-1') => {
    const headers = { 'content-type': 'application/json', 'x-request-id': id };
    const answer = await fetch(`${url}/execute`, { method: 'POST', body: JSON.stringify(request), headers });
    const body: unknown = await answer.json();
    return { status: answer.status, body };
  };
  const ready = (url: string) =>
    expect
      .poll(async () => (await fetch(`${url}/health/ready`)).status, { timeout: 10_000, interval: 20 })
      .toBe(200);
  const metric = async (url: string, name: string) =>
    new RegExp(`^${name} (.*)$`, 'm').exec(await (await fetch(`${url}/metrics`)).text())?.[1];

  it('runs, logs, counts, and when told to stop lets a run end or cancels it, and answers either way', async () => {
    await using fakes = new FakeBackends();
    const {
      child,
      url: starting,
      exit,
      text,
    } = start({
      GOZOLITE_SUPERVISOR: fakes.binary,
      GOZOLITE_LANGUAGES_DIR: parrotFolder(),
      GOZOLITE_USER: 'root',
      GOZOLITE_SHUTDOWN_GRACE_MS: '2000',
    });
    const url = await starting;
    await ready(url);
    expect(await send(url, requestOf('cat', 'to be logged by nobody'))).toMatchObject({
      status: 200,
      body: { status: 'ok', stdout: 'to be logged by nobody', language: 'parrot', version: '1.2.3' },
    });
    expect(
      await metric(url, 'gozolite_executions_total{language="parrot",verdict="ok",tenant="local"}'),
    ).toBe('1');
    const line = text()
      .split('\n')
      .find((one) => one.includes('"msg":"execution"'));
    expect(JSON.parse(line ?? '')).toMatchObject({ request_id: 'trace-1', language: 'parrot', status: 'ok' });

    const hanging = send(url, requestOf('hang'));
    await expect.poll(() => metric(url, 'gozolite_running'), { interval: 10 }).toBe('1');
    child.kill('SIGTERM');
    await expect.poll(text, { interval: 10 }).toContain('Told to stop');
    expect(await send(url, requestOf('cat'))).toMatchObject({
      status: 503,
      body: { error: 'SHUTTING_DOWN' },
    });
    expect(await hanging).toMatchObject({ status: 503, body: { error: 'SHUTTING_DOWN' } });
    expect(await exit).toBe(0);
    expect(text()).not.toMatch(/nobody must log|logged by nobody/);
  });

  it('exits at once at a second signal', async () => {
    await using fakes = new FakeBackends();
    const settings = {
      GOZOLITE_SUPERVISOR: fakes.binary,
      GOZOLITE_LANGUAGES_DIR: parrotFolder(),
      GOZOLITE_USER: 'root',
    };
    const { child, url: starting, exit, text } = start(settings);
    const url = await starting;
    await ready(url);
    void send(url, requestOf('hang')).catch(() => undefined);
    await expect.poll(() => metric(url, 'gozolite_running'), { interval: 10 }).toBe('1');
    child.kill('SIGINT');
    await expect.poll(text, { interval: 10 }).toContain('Told to stop:');
    child.kill('SIGINT');
    expect(await exit).toBe(1);
  });
});

describe('a start that cannot be', () => {
  it.each<[string, Record<string, string>, string]>([
    [
      'a wrong setting',
      { GOZOLITE_SLOTS: 'many' },
      'gozolite: GOZOLITE_SLOTS is "many", but must be a whole number',
    ],
    ['a host without keys', { GOZOLITE_HOST: '0.0.0.0' }, 'gozolite: GOZOLITE_HOST is 0.0.0.0'],
    [
      'no such file of keys',
      { GOZOLITE_API_KEYS_FILE: '/no/such/file' },
      'gozolite: GOZOLITE_API_KEYS_FILE cannot be read',
    ],
    [
      'an address of another machine',
      { GOZOLITE_HOST: '192.0.2.1', GOZOLITE_API_KEYS_FILE: keys },
      'gozolite: The service cannot listen',
    ],
  ])('for %s ends with one line', async (_name, settings, line) => {
    const { exit, text } = start(settings);
    expect(await exit).toBe(1);
    const said = text()
      .split('\n')
      .filter((one) => one.startsWith('gozolite:'));
    expect(said).toEqual([expect.stringContaining(line)]);
  });
});

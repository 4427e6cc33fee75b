import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditLog } from '../audit/audit-log.ts';
import { executionEvent } from '../audit/events.ts';
import { resultOf } from '../http/test-service.ts';
import { type MemoryTerminalOptions, memoryTerminal } from './memory-terminal.ts';
import { runCli } from './program.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-cli-'));
  writeFileSync(join(folder, 'hello.py'), 'print("hello")\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function gozolite(argv: readonly string[], options: MemoryTerminalOptions = {}) {
  const terminal = memoryTerminal({ cwd: folder, ...options });
  const code = await runCli(argv, terminal);
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

describe('the command line', () => {
  it('prints its version and its help', async () => {
    const version = await gozolite(['--version']);
    expect(version).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
    const help = await gozolite(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['serve', 'run', 'languages', 'toolchains', 'keys', 'audit', 'config', 'doctor']) {
      expect(help.stdout).toContain(`  ${command}`);
      const own = await gozolite([command, '--help']);
      expect(own, command).toMatchObject({ code: 0, stderr: '' });
      expect(own.stdout).toContain(`Usage: gozolite ${command}`);
    }
  });

  it('documents the exit codes of run', async () => {
    const { stdout } = await gozolite(['run', '--help']);
    expect(stdout).toMatch(/124 .*time limit/);
    expect(stdout).toContain('When it is a terminal the program gets none');
  });

  it('suggests the name that was meant', async () => {
    const command = await gozolite(['docter']);
    expect(command).toMatchObject({ code: 2, stdout: '' });
    expect(command.stderr).toMatch(/^gozolite: unknown command 'docter'.*doctor\?\)\n$/);
    const option = await gozolite(['run', '--time-sm', '5', 'hello.py']);
    expect(option.code).toBe(125);
    expect(option.stderr).toMatch(/^gozolite: .*--time-sm.*--time-ms\?\)\n$/);
  });

  it.each([
    [['run']],
    [['run', '--time-ms', '0', 'hello.py']],
    [['run', '--time-ms', '1e3', 'hello.py']],
    [['run', '--memory-kb', '-5', 'hello.py']],
    [['run', 'missing.py']],
    [['run', '.']],
    [['run', '--file', 'missing.txt', 'hello.py']],
    [['run', '-']],
    [['run', '-l', 'python', '--stdin', '-', '-']],
    [['run', '--artifact', '*', 'hello.py']],
    [['run', '--encoding', 'base64', 'hello.py']],
    [['run', '--url', 'example', 'hello.py']],
    [['run', '--url', 'http://127.0.0.1:1', 'hello.py']],
  ])('%j never ran: one line, exit code 125', async (argv) => {
    const { code, stdout, stderr } = await gozolite(argv);
    expect(stderr).toMatch(/^gozolite: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  });

  it.each([
    [['keys', 'list']],
    [['keys', 'create']],
    [['keys', 'create', '--tenant', 'not a name', '--file', 'k']],
    [['keys', 'create', '--tenant', 'a', '--expires', 'soon', '--file', 'k']],
    [['nothing']],
    [[]],
  ])('%j is wrong usage: exit code 2', async (argv) => {
    const { code, stdout, stderr } = await gozolite(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });
});

describe('gozolite keys', () => {
  it('makes, lists and revokes', async () => {
    const file = join(folder, 'keys');
    const env = { GOZOLITE_API_KEYS_FILE: file };
    const made = await gozolite(['keys', 'create', '--tenant', 'school', '--expires', '90d'], { env });
    expect(made.code).toBe(0);
    const id = /^gzl_([a-z0-9]+)_[\w-]{43}\n$/.exec(made.stdout)?.[1] ?? '';
    expect((await gozolite(['keys', 'list'], { env })).stdout).toContain(`${id}  school  execute`);
    expect(readFileSync(file, 'utf8')).not.toContain(made.stdout.trim());
    expect((await gozolite(['keys', 'list', '--json', '--file', file])).stdout).not.toContain('digest');
    expect((await gozolite(['keys', 'revoke', 'nobody'], { env })).code).toBe(1);
    expect((await gozolite(['keys', 'revoke', id], { env })).code).toBe(0);
    expect((await gozolite(['keys', 'list'], { env })).stdout).toBe('ID  TENANT  SCOPES  EXPIRES  BOUNDS\n');
  });
});

describe('gozolite keys create', () => {
  it('bounds what a tenant may use', async () => {
    const env = { GOZOLITE_API_KEYS_FILE: join(folder, 'bounded') };
    const bounds =
      '--concurrency 2 --rate 600 --cpu 0 --max time_ms=2000 memory_kb=65536 --languages python c';
    const made = await gozolite(['keys', 'create', '--tenant', 'bots', '--json', ...bounds.split(' ')], {
      env,
    });
    expect(JSON.parse(made.stdout).record).toMatchObject({
      tenant: 'bots',
      concurrency: 2,
      rate_limit: 600,
      cpu_quota: 0,
      max_limits: { time_ms: 2000, memory_kb: 65_536 },
      languages: ['python', 'c'],
    });
    expect((await gozolite(['keys', 'list'], { env })).stdout).toContain(
      '2 at a time 600/min 0 CPU s/min time_ms<=2000 memory_kb<=65536 python,c',
    );
  });

  it.each([
    ['--max', 'time=1', 'time_ms=2000'],
    ['--max', 'time_ms=0', 'time_ms=2000'],
    ['--rate', '-1', 'whole number'],
    ['--concurrency', '0', 'at least 1'],
  ])('refuses %s %s', async (option, value, hint) => {
    const argv = ['keys', 'create', '--tenant', 'x', '--file', join(folder, 'none'), option, value];
    expect(await gozolite(argv)).toMatchObject({ code: 2, stderr: expect.stringContaining(hint) });
  });
});

describe('gozolite audit', () => {
  it('verifies a log, shows an execution, and finds a change', async () => {
    const dir = join(folder, 'audit');
    const log = await AuditLog.open({
      ...{ folder: dir, sync: false, segmentBytes: 4096, keep: 0, version: '1' },
      ...{ onAnchor: () => undefined, onTrouble: () => undefined },
    });
    const record = { id: 'abc', tenant: 'acme', keyId: null, language: 'c', version: null, codeSha256: '' };
    const context = { requestId: 'r', traceId: null, withCode: false };
    await log.append(
      executionEvent({ ...record, result: resultOf('abc') }, { language: 'c', code: '' }, context),
    );
    const { tip } = log.status();
    await log.close();
    const env = { GOZOLITE_AUDIT_DIR: dir };
    const whole = await gozolite(['audit', 'verify', '--expect', `${tip.seq}:${tip.hash}`], { env });
    expect(whole).toMatchObject({
      code: 0,
      stdout: `The audit log is whole: lines 2, files 1, ends with number 2, hash ${tip.hash}.\n`,
    });
    const shown = await gozolite(['audit', 'show', 'abc'], { env });
    expect(JSON.parse(shown.stdout)).toMatchObject({ seq: 2, id: 'abc', tenant: 'acme' });
    expect((await gozolite(['audit', 'show', 'xyz'], { env })).code).toBe(1);
    const [name = ''] = readdirSync(dir).filter((one) => one.startsWith('audit-'));
    writeFileSync(join(dir, name), readFileSync(join(dir, name), 'utf8').replace('acme', 'acmf'));
    const changed = await gozolite(['audit', 'verify', '--dir', dir]);
    expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining('line 2 was changed') });
    expect((await gozolite(['audit', 'verify', '--dir', '/nowhere'])).stderr).toContain('cannot be read');
    expect((await gozolite(['audit', 'verify'])).code).toBe(2);
  });
});

describe('gozolite config', () => {
  it('tells values and where they came from', async () => {
    const { stdout, stderr } = await gozolite(['config'], {
      env: { GOZOLITE_PORT: '9000', GOZOLITE_API_KEY: 'x' },
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^GOZOLITE_PORT +9000 +environment$/m);
    expect(stdout).toMatch(/^GOZOLITE_HOST +127\.0\.0\.1 +default$/m);
    expect(stdout).toMatch(/^GOZOLITE_MAX_TIME_MS +\d+ +default$/m);
    expect(stdout).not.toContain('undefined');
  });

  it('tells every fault, and fails', async () => {
    const { code, stdout, stderr } = await gozolite(['config'], {
      env: { GOZOLITE_PORT: 'x', GOZOLITE_SLOTS: '0', GOZOLITE_PROT: '1' },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    for (const name of ['GOZOLITE_PORT', 'GOZOLITE_SLOTS', 'GOZOLITE_PROT']) expect(stderr).toContain(name);
  });
});

describe('a host where nothing is built', () => {
  const env = { GOZOLITE_SUPERVISOR: '/nonexistent/build/supervisor', GOZOLITE_PORT: '0' };

  it('runs nothing, and says why and what to do', async () => {
    const { code, stdout, stderr } = await gozolite(['run', '-q', '-l', 'python', 'hello.py'], { env });
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(stderr).toMatch(/^gozolite: NOT_READY: [^\n]*\/nonexistent[^\n]*make -C native[^\n]*\n$/);
    const listed = await gozolite(['languages'], { env });
    expect(listed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('/nonexistent') });
  });

  it('is told by doctor, with the remedy', async () => {
    const { code, stdout, stderr } = await gozolite(['doctor'], { env });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/FAIL {2}supervisor .*\n +-> .*make -C \/nonexistent/);
    expect(stdout).toMatch(/Not ready: \d+ mandatory/);
    const told: unknown = JSON.parse((await gozolite(['doctor', '--json'], { env })).stdout);
    expect(told).toMatchObject({
      ready: false,
      checks: expect.arrayContaining([expect.objectContaining({ id: 'kernel' })]),
    });
  });

  it('does not stop doctor when the settings are wrong too', async () => {
    const { code, stdout } = await gozolite(['doctor'], { env: { ...env, GOZOLITE_SLOTS: 'many' } });
    expect(stdout).toMatch(/FAIL {2}settings .*GOZOLITE_SLOTS/);
    expect(stdout).toContain('kernel');
    expect(code).toBe(1);
  });

  it('does not start a service with wrong settings', async () => {
    const { code, stdout, stderr } = await gozolite(['serve'], { env: { ...env, GOZOLITE_SLOTS: 'many' } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^gozolite: GOZOLITE_SLOTS is [^\n]+\n$/);
  });

  it('knows its languages all the same', async () => {
    const { code, stdout } = await gozolite(['languages', '--no-check', 'python', 'c'], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^c {2,}C\b.*\n(?:c@.*\n)*python {2,}Python\b/m);
  });
});

describe('gozolite run --url', () => {
  const result = {
    id: '0'.repeat(32),
    status: 'failed',
    error: 'TIME_LIMIT_EXCEEDED',
    message: 'It took too long.',
    stdout: Buffer.from([0xff, 0x00, 0x0a]).toString('base64'),
    stderr: Buffer.from('no line end').toString('base64'),
    encoding: 'base64',
    exit_code: null,
    signal: 'SIGKILL',
    time_ms: 500,
    compile: null,
    evidence: { limit: 'time_ms', allowed: 500, measured: 512, mechanism: 'timerfd' },
    truncated: { stdout_bytes: 0, stderr_bytes: 0 },
    timings: { queue_ms: 0, prepare_ms: 1, compile_ms: 0, run_ms: 512 },
    artifacts: [],
  };

  it('sends the program with its input and key, and tells output, verdict and exit code', async () => {
    const seen: { body: string; authorization: string | undefined }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push({ body, authorization: request.headers.authorization });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const argv = [
        'run',
        '-l',
        'python',
        '--time-ms',
        '500',
        '--url',
        `http://127.0.0.1:${port}`,
        'hello.py',
        '-x',
        '--json',
      ];
      const env = { GOZOLITE_API_KEY: 'gzl_key' };
      const { code, stdout, stderr } = await gozolite(argv, { env, stdin: 'input' });
      expect(seen[0]?.authorization).toBe('Bearer gzl_key');
      expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
        language: 'python',
        code: 'print("hello")\n',
        stdin: 'input',
        args: ['-x', '--json'],
        limits: { time_ms: 500 },
        encoding: 'base64',
      });
      expect(code).toBe(124);
      expect(stdout).toBe(Buffer.from([0xff, 0x00, 0x0a]).toString());
      expect(stderr).toBe(
        'no line end\ngozolite: TIME_LIMIT_EXCEEDED: It took too long. [time_ms, allowed 500, measured 512; by timerfd]\n',
      );
      const quiet = await gozolite(['run', '-q', ...argv.slice(1)], { env, stdin: null });
      expect(quiet.stderr).toBe('no line end');
      expect(seen[1]?.body).not.toContain('stdin');
    } finally {
      server.close();
    }
  });
});

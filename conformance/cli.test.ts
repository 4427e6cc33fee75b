/**
 * The command line as a person meets it: the real program in a process of its own, with real sandboxes below it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExecutionResult } from '@gozolite/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descendantsOf, isAlive } from './host.ts';
import { startServer } from './server.ts';
import { until } from './waiting.ts';

const ROOT = join(import.meta.dirname, '..');
const GOZOLITE = join(ROOT, 'packages/gozolite/bin/gozolite.mjs');
const OWN_NODE = join(ROOT, 'node_modules/.bin/node');
const NODE = existsSync(OWN_NODE) ? OWN_NODE : process.execPath;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gozolite-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Options = { readonly stdin?: string; readonly env?: Readonly<Record<string, string>> };

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
  return spawn(NODE, [GOZOLITE, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', HOME: process.env.HOME ?? '/', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function gozolite(args: readonly string[], { stdin = '', env = {} }: Options = {}) {
  const child = start(args, env);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin?.on('error', () => {});
  child.stdin?.end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [out, err] = await Promise.all([stdout, stderr]);
  return { code, bytes: out, stdout: out.toString(), stderr: err.toString() };
}

async function collect(stream: AsyncIterable<Uint8Array> | null): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Runs a shell script; the shell is the one toolchain that every host has. */
function script(text: string, args: readonly string[] = [], options: Options = {}) {
  const file = join(folder, 'script.sh');
  writeFileSync(file, text);
  return gozolite(['run', ...args, file], options);
}

describe('gozolite run', () => {
  it('passes output on byte for byte, and follows the exit code', async () => {
    const ran = await script(`printf '\\377\\000a\\r\\n'; printf 'no line end' >&2; exit 7`, ['-q']);
    expect([...ran.bytes]).toEqual([0xff, 0x00, 0x61, 0x0d, 0x0a]);
    expect(ran).toMatchObject({ code: 7, stderr: 'no line end' });
  });

  it('is silent and 0 when all is well', async () => {
    expect(await script('echo hello')).toMatchObject({ code: 0, stdout: 'hello\n', stderr: '' });
  });

  it('passes arguments, input, environment and further files in', async () => {
    writeFileSync(join(folder, 'extra.txt'), 'beside it\n');
    writeFileSync(join(folder, 'main.sh'), 'echo "$@"; cat; echo "$NAME"; cat extra.txt');
    const ran = await gozolite(
      ['run', '--env', 'NAME=a b', '--file', 'extra.txt', 'main.sh', '--json', '-x'],
      { stdin: 'input\n' },
    );
    expect(ran).toMatchObject({ code: 0, stdout: '--json -x\ninput\na b\nbeside it\n', stderr: '' });
  });

  it('takes the program from standard input', async () => {
    const ran = await gozolite(['run', '-l', 'bash', '-'], { stdin: 'echo "from a pipe"' });
    expect(ran).toMatchObject({ code: 0, stdout: 'from a pipe\n' });
  });

  it('tells a verdict with its evidence on one line, after the output', async () => {
    const ran = await script('echo partial; sleep 30', ['--time-ms', '2000']);
    expect(ran).toMatchObject({ code: 124, stdout: 'partial\n' });
    expect(ran.stderr).toMatch(
      /^gozolite: TIME_LIMIT_EXCEEDED: [^\n]+ \[time_ms, allowed 2000, measured \d+[^\n]*\]\n$/,
    );
  });

  it.each([
    ['kill -SEGV $$', [], 139, 'RUNTIME_ERROR'],
    ['dd if=/dev/zero of=/dev/null bs=96M count=1', ['--memory-kb', '65536'], 137, 'MEMORY_LIMIT_EXCEEDED'],
    [
      'while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done',
      ['--output-bytes', '4096'],
      121,
      'OUTPUT_LIMIT_EXCEEDED',
    ],
    ['while :; do :; done', ['--cpu-time-ms', '300'], 124, 'TIME_LIMIT_EXCEEDED'],
  ])('%s with %j exits with %i', async (text, args, code, verdict) => {
    const ran = await script(text, args);
    expect(ran.stderr).toContain(`gozolite: ${verdict}: `);
    expect(ran.code).toBe(code);
  });

  it('prints the whole result as JSON', async () => {
    const ran = await script('echo hello; exit 3', ['--json']);
    const result: unknown = JSON.parse(ran.stdout);
    expect(Object.keys(Object(result)).sort()).toEqual([...ExecutionResult.required].sort());
    expect(result).toMatchObject({ error: 'RUNTIME_ERROR', stdout: 'hello\n', exit_code: 3 });
    expect(ran).toMatchObject({ code: 3, stderr: '' });
  });

  it('writes artifacts into the folder and nowhere else', async () => {
    const text = 'mkdir -p out; echo one > out/a.txt; ln -s /etc/passwd out/b.txt';
    const ran = await script(text, ['--artifact', 'out/*', '--out', 'results']);
    expect(readFileSync(join(folder, 'results/out/a.txt'), 'utf8')).toBe('one\n');
    expect(readdirSync(join(folder, 'results/out'))).toEqual(['a.txt']);
    expect(ran.stderr).toContain('out/b.txt was not brought back: symlink');
    expect(ran.code).toBe(1);
  });

  it.each([
    [['-l', 'pyhton'], 'UNSUPPORTED_LANGUAGE'],
    [['--time-ms', '999999999'], 'LIMIT_NOT_ALLOWED'],
  ])('with %j never runs: one line, exit code 125', async (args, code) => {
    const ran = await script('echo never', args);
    expect(ran).toMatchObject({ code: 125, stdout: '' });
    expect(ran.stderr).toMatch(new RegExp(`^gozolite: ${code}: [^\\n]+\\n$`));
  });

  it('cancels the run when it is interrupted, and leaves nothing when it is killed', async () => {
    writeFileSync(join(folder, 'long.sh'), 'sleep 60');
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const child = start(['run', 'long.sh']);
      child.stdin?.end();
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const below = await until(
        () => {
          const found = descendantsOf(child.pid ?? 0);
          return found.some(({ name }) => name === 'sleep') ? found : null;
        },
        { withinMs: 20_000, what: 'the program runs' },
      );
      child.kill(signal);
      expect(await exited).toBe(signal === 'SIGINT' ? 130 : null);
      await until(() => !below.some(isAlive), { withinMs: 5000, what: `nothing is left after ${signal}` });
    }
  });

  it('runs the same on a server', async () => {
    await using server = await startServer({ languages: ['bash'] });
    const ran = await script('cat; exit 4', ['--url', server.base], { stdin: 'far away' });
    expect(ran).toMatchObject({ code: 4, stdout: 'far away' });
    const listed = await gozolite(['languages', '--url', server.base, 'bash']);
    expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^bash .* ready/m) });
  });
});

describe('gozolite serve', () => {
  it('answers, and stops in order', async () => {
    const child = start(['serve', '--port', '0']);
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (log += String(chunk)));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      const base = await until(() => /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0] ?? null, {
        withinMs: 30_000,
        what: 'it says where it listens',
      });
      expect((await fetch(`${base}/health/live`)).status).toBe(200);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await exited, log).toBe(0);
  });
});

describe('gozolite languages', () => {
  it('tells what is ready, after its canary ran', async () => {
    const { code, stdout } = await gozolite(['languages', '--json', 'bash']);
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'bash', state: 'ready', version: expect.any(String) }]);
    expect(code).toBe(0);
  });
});

describe('gozolite doctor', () => {
  it('finds every layer in force here', async () => {
    const { code, stdout, stderr } = await gozolite(['doctor', '--json', '--no-languages']);
    const report: unknown = JSON.parse(stdout);
    const checks = typeof report === 'object' && report !== null && 'checks' in report ? report.checks : [];
    const failed = Array.isArray(checks) ? checks.filter(({ state }) => state === 'fail') : checks;
    expect(failed).toEqual([]);
    expect(report).toMatchObject({ ready: true });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('says what to do when nothing is set up', async () => {
    const env = { GOZOLITE_SUPERVISOR: join(folder, 'not-built', 'gozolite-supervisor') };
    const { code, stdout, stderr } = await gozolite(['doctor', '--no-languages'], { env });
    expect(stdout).toMatch(/FAIL {2}supervisor .*not built\n +-> .*make -C /);
    expect(stdout).toContain('Not ready');
    expect(stdout + stderr).not.toMatch(/\n\s+at .*:\d+/);
    expect(code).toBe(1);
  });
});

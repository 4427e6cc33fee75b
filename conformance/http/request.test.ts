/**
 * What a request may ask for, over real HTTP: every field of the contract does what it says.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCapabilities } from '../capabilities.ts';
import { execute, post } from '../execute.ts';
import { type Server, startServer } from '../server.ts';

let server: Server;

beforeAll(async () => {
  server = await startServer({ languages: 'all' });
}, 240_000);
afterAll(() => server?.[Symbol.asyncDispose]());

it('answers the first request of the README', async () => {
  const { status, result } = await post(server, '{"language":"python","code":"print(21*2)"}');
  expect(status).toBe(200);
  expect(result).toMatchObject({
    status: 'ok',
    error: null,
    message: null,
    language: 'python',
    stdout: '42\n',
    stderr: '',
    exit_code: 0,
    signal: null,
    truncated: { stdout_bytes: 0, stderr_bytes: 0 },
    compile: null,
    evidence: null,
    artifacts: [],
  });
  expect(result.id).toMatch(/^[0-9a-f]{32}$/);
  expect(result.version).toMatch(/^3\.\d+/);
  expect(result.isolation?.layers.length).toBeGreaterThan(5);
  expect(result.isolation?.degraded).toEqual([]);
  expect(result.time_ms).toBeGreaterThan(0);
  expect(result.cpu_time_ms).toBeGreaterThan(0);
  expect(result.memory_kb).toBeGreaterThan(1000);
});

describe('input', () => {
  it('brings unicode there and back, in code, stdin, arguments, environment and file names', async () => {
    const text = 'grüße 世界 🌍 \u0301 \u202e';
    const result = await execute(server, {
      language: 'python',
      files: [
        {
          path: 'main.py',
          content: `import os, sys\nprint("${text}")\nprint(sys.stdin.read(), sys.argv[1], os.environ['WORD'], open('ñ/ü.txt').read(), sep='\\n')`,
        },
        { path: 'ñ/ü.txt', content: text },
      ],
      stdin: text,
      args: [text],
      env: { WORD: text },
    });
    expect(result.stderr).toBe('');
    expect(result.stdout).toBe(`${text}\n`.repeat(5));
  });

  it('takes files as base64, byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
    const result = await execute(server, {
      language: 'python',
      files: [
        { path: 'main.py', content: "import sys; sys.stdout.buffer.write(open('all.bin', 'rb').read())" },
        { path: 'all.bin', content: bytes.toString('base64'), encoding: 'base64' },
      ],
      encoding: 'base64',
    });
    expect(result.encoding).toBe('base64');
    expect(Buffer.from(result.stdout, 'base64')).toEqual(bytes);
  });

  it('replaces what is not UTF-8 when text is asked for', async () => {
    const result = await execute(server, { language: 'bash', code: "printf 'a\\xff\\xfeb\\x00c'" });
    expect(result.stdout).toBe('a\ufffd\ufffdb\u0000c');
  });

  it('runs the entrypoint, which sees the other files', async () => {
    const files = [
      { path: 'lib/words.py', content: "WORD = 'imported'" },
      {
        path: 'app/start.py',
        content: "import sys; sys.path.insert(0, '.'); from lib.words import WORD; print(WORD)",
      },
      { path: 'other.py', content: "print('wrong one')" },
    ];
    const result = await execute(server, { language: 'python', files, entrypoint: 'app/start.py' });
    expect(result).toMatchObject({ stdout: 'imported\n', error: null });
  });

  it('gives arguments and environment as they are, and nothing of its own', async () => {
    const args = ['a b', '"$(id)"', '', '--', '-x', '*', '; rm -rf /', '{source}', '{{args}}', '\n'];
    const result = await execute(server, {
      language: 'python',
      code: "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.environ.get('X'), sorted(os.environ)]))",
      args,
      env: { X: '$HOME `id` {source}' },
    });
    const [seen, x, names]: [string[], string, string[]] = JSON.parse(result.stdout);
    expect(seen).toEqual(args);
    expect(x).toBe('$HOME `id` {source}');
    expect(names.filter((name) => /GOZOLITE|CONFORMANCE|NODE|npm/i.test(name))).toEqual([]);
  });

  it('lets a program open its streams by name', async () => {
    const code = 'read -r word < /dev/stdin; echo "$word" > /dev/stdout; echo error > /dev/stderr';
    const result = await execute(server, { language: 'bash', code, stdin: 'by name\n' });
    expect(result).toMatchObject({ error: null, stdout: 'by name\n', stderr: 'error\n' });
  });

  it('reaches the end of an absent standard input at once', async () => {
    const result = await execute(server, { language: 'bash', code: 'cat; echo done' });
    expect(result.stdout).toBe('done\n');
  });
});

describe('output', () => {
  it('brings artifacts back: those that match, and no others', async () => {
    const result = await execute(server, {
      language: 'python',
      code: "import os\nos.makedirs('out/deep')\nopen('out/a.txt','w').write('alpha')\nopen('out/deep/b.txt','w').write('beta')\nopen('out/c.bin','wb').write(bytes([0,255]))\nopen('no.txt','w').write('no')",
      artifacts: ['out/**/*.txt', 'out/*.txt', 'out/*.bin', 'absent/*'],
    });
    const found = Object.fromEntries(result.artifacts.map((one) => [one.path, one]));
    expect(Object.keys(found).sort()).toEqual(['out/a.txt', 'out/c.bin', 'out/deep/b.txt']);
    expect(found['out/a.txt']).toMatchObject({ content: 'alpha', size: 5, encoding: 'utf8', refused: null });
    expect(found['out/c.bin']).toMatchObject({ content: 'AP8=', size: 2, encoding: 'base64', refused: null });
  });

  it('keeps what a program printed before it failed', async () => {
    const result = await execute(server, { language: 'bash', code: 'echo out; echo err >&2; kill -SEGV $$' });
    expect(result).toMatchObject({
      error: 'RUNTIME_ERROR',
      stdout: 'out\n',
      stderr: 'err\n',
      exit_code: null,
      signal: 'SIGSEGV',
    });
    expect(result.evidence).toMatchObject({ limit: 'signal' });
  });
});

describe('compiled languages', () => {
  const code = '#include <stdio.h>\nint main(int c, char **v) { printf("%d %s\\n", WORD, v[1]); return 0; }';

  it('give arguments to the compiler and to the program, and report both stages', async () => {
    const result = await execute(server, {
      language: 'c',
      code,
      args: ['arg'],
      compile: { args: ['-DWORD=7'] },
    });
    expect(result).toMatchObject({ error: null, stdout: '7 arg\n' });
    expect(result.compile).toMatchObject({ exit_code: 0, signal: null });
    expect(result.timings.compile_ms).toBeGreaterThan(0);
  });

  it('report what the compiler said when it refuses, and run nothing', async () => {
    const result = await execute(server, { language: 'c', code });
    expect(result).toMatchObject({ error: 'COMPILE_ERROR', stdout: '', exit_code: null, time_ms: null });
    expect(result.compile?.stderr).toContain('WORD');
  });

  it('keep the limits of the compiler apart from those of the program', async () => {
    const result = await execute(server, {
      language: 'c',
      code: 'int main(void){return 0;}',
      compile: { limits: { time_ms: 1 } },
    });
    expect(result).toMatchObject({
      error: 'TIME_LIMIT_EXCEEDED',
      evidence: { limit: 'time_ms', allowed: 1 },
    });
    expect(result.compile?.limits?.time_ms).toBe(1);
  });
});

describe('languages', () => {
  it('are chosen by id, alias and version', async () => {
    const { languages } = await readCapabilities(server.base);
    const python = languages.find((one) => one.id === 'python');
    const [major = '', minor = ''] = python?.version?.split('.') ?? [];
    for (const selector of [
      `python@${major}`,
      `python@${major}.${minor}`,
      `python@${python?.version}`,
      ...(python?.aliases ?? []),
    ]) {
      const result = await execute(server, { language: selector, code: 'print(1)' });
      expect(result, selector).toMatchObject({ error: null, stdout: '1\n' });
    }
    for (const selector of [
      'python@1.5',
      'python@',
      `python@${major}.${minor}9999`,
      '@3',
      'python@3@3',
      '__proto__',
      'constructor',
      '../python',
    ]) {
      expect((await execute(server, { language: selector, code: 'print(1)' })).error, selector).toBe(
        'UNSUPPORTED_LANGUAGE',
      );
    }
  });

  it('show the limits in force', async () => {
    const limits = {
      time_ms: 1234,
      cpu_time_ms: 1111,
      memory_kb: 99_999,
      processes: 33,
      output_bytes: 77,
      file_kb: 66,
      disk_kb: 5555,
      open_files: 44,
    };
    expect((await execute(server, { language: 'bash', code: ':', limits })).limits).toEqual(limits);
  });
});

import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { SandboxError } from '../backend.ts';
import { FakeBackends } from './testing/fake-backend.ts';
import { context, stage, text } from './testing/stage.ts';

const backends = new FakeBackends();
afterEach(() => backends.closeAll());
afterAll(() => backends[Symbol.asyncDispose]());

describe('a run', () => {
  test('is handed over whole, in the units of the protocol', async () => {
    const backend = await backends.start();
    const outcome = await backend.run(
      stage(['describe', 'é', ''], {
        env: { A: 'b=c', EMPTY: '' },
        files: [{ path: 'src/main.py', content: Buffer.from('print(1)'), mode: 0o640 }],
        keep: true,
        artifacts: { globs: ['*.txt', '**/x'], maxBytes: 5000 },
      }),
      context(),
    );
    expect(JSON.parse(text(outcome.stdout))).toEqual({
      argv: ['describe', 'é', ''],
      env: ['A=b=c', 'EMPTY='],
      files: [{ path: 'src/main.py', content: 'print(1)', mode: 0o640 }],
      globs: ['*.txt', '**/x'],
      rootfs: 'host',
      numbers: {
        16: 1,
        18: 5000,
        20: 2_000_000_000,
        21: 1_000_000_000,
        22: 67_108_864,
        23: 16,
        24: 1_048_576,
        25: 1_048_576,
        26: 8_388_608,
        27: 2048,
        28: 64,
        29: 33_554_432,
      },
    });
  });

  test('comes back as an outcome, in the units of the port', async () => {
    const backend = await backends.start();
    const outcome = await backend.run(stage(['exit', '3']), context());
    expect(outcome).toEqual({
      end: { kind: 'exited', code: 3 },
      killedFor: null,
      events: [],
      stdout: new Uint8Array(0),
      stderr: new Uint8Array(0),
      dropped: { stdout: 0, stderr: 0 },
      usage: { wallMs: 2.5, cpuMs: 1.235, memoryKb: 5, processes: null },
      artifacts: [],
      bundle: null,
      notKept: null,
      timings: { prepareMs: 1.5, teardownMs: 0.5 },
    });
  });

  test('tells the evidence of a limit', async () => {
    const backend = await backends.start();
    const outcome = await backend.run(stage(['greedy']), context());
    expect(outcome.end).toEqual({ kind: 'signaled', signal: 9 });
    expect(outcome.killedFor).toBe('memory');
    expect(outcome.dropped).toEqual({ stdout: 12, stderr: 0 });
    expect(outcome.events).toEqual([
      { kind: 'memory', atNs: 5_000_000_000, allowed: 65_536, measured: 70_000, mechanism: 'memory.max' },
    ]);
  });

  test('names the error of a program that cannot be executed', async () => {
    const backend = await backends.start();
    const outcome = await backend.run(stage(['no-such-program']), context());
    expect(outcome.end).toEqual({ kind: 'not_started', errno: 'ENOENT' });
  });

  test('rejects with what the supervisor says when the platform failed', async () => {
    const backend = await backends.start();
    const run = backend.run(stage(['fail', 'mount of /proc: EPERM']), context());
    await expect(run).rejects.toThrow(new SandboxError('Mount of /proc: EPERM.'));
  });

  test('brings artifacts back, put together, or why not', async () => {
    const backend = await backends.start();
    const { artifacts } = await backend.run(
      stage(['artifacts'], { artifacts: { globs: ['*'], maxBytes: 99 } }),
      context(),
    );
    expect(
      artifacts.map((each) => ('content' in each ? { ...each, content: text(each.content) } : each)),
    ).toEqual([
      { path: 'long.txt', mode: 0o644, size: 6, content: 'abcdef' },
      { path: 'empty.txt', mode: 0o644, size: 0, content: '' },
      { path: 'link', size: 11, refused: 'symlink' },
    ]);
  });

  test.each([
    [1, 5000],
    [100_000, 11],
  ])('gathers output of pieces of %i bytes, %i of them', async (size, count) => {
    const backend = await backends.start();
    const outcome = await backend.run(
      stage(['flood', String(size), String(count)], {
        limits: { ...stage(['x']).limits, output_bytes: 2_000_000 },
      }),
      context(),
    );
    const expected = Array.from({ length: count }, (_, piece) => Buffer.alloc(size, 97 + (piece % 26)));
    expect(Buffer.concat(expected).equals(outcome.stdout)).toBe(true);
    expect(text(outcome.stderr)).toBe('!'.repeat(count));
  });

  test('carries 20 MiB of input both ways beside small runs, in more than one turn of the socket', async () => {
    const backend = await backends.start();
    const stdin = Buffer.alloc(20 * 1024 * 1024);
    for (let at = 0; at < stdin.length; at += 4096) stdin.writeUInt32LE(at, at);
    const limits = { ...stage(['cat']).limits, output_bytes: stdin.length };
    const large = Array.from({ length: 3 }, () => backend.run(stage(['cat'], { stdin, limits }), context()));
    const small = await Promise.all(
      Array.from({ length: 20 }, (_, code) => backend.run(stage(['exit', String(code)]), context())),
    );
    expect(small.map(({ end }) => end)).toEqual(
      Array.from({ length: 20 }, (_, code) => ({ kind: 'exited', code })),
    );
    for (const { stdout } of await Promise.all(large)) expect(stdin.equals(stdout)).toBe(true);
  });

  test.each([
    ['a NUL byte in an argument', stage(['exit', '0\0'])],
    ['an equals sign in a name', stage(['exit', '0'], { env: { 'A=B': 'c' } })],
    [
      'a file without a path',
      stage(['exit', '0'], { files: [{ path: '', content: Buffer.from('x'), mode: 0o644 }] }),
    ],
    ['a limit of nothing', stage(['exit', '0'], { limits: { ...stage(['x']).limits, time_ms: 0 } })],
    ['more than a frame holds', stage(['cat'], { stdin: new Uint8Array(64 * 1024 * 1024) })],
  ])('with %s is refused, and harms no other', async (_, spec) => {
    const backend = await backends.start();
    const neighbour = backend.run(stage(['exit', '0']), context());
    await expect(backend.run(spec, context())).rejects.toBeInstanceOf(SandboxError);
    expect((await neighbour).end).toEqual({ kind: 'exited', code: 0 });
    expect(backend.status().facts.restarts).toBe(0);
  });
});

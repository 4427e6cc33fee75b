/** Attacks with output and input. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

const OVER = { verdicts: ['OUTPUT_LIMIT_EXCEEDED'], evidence: ['output_bytes'], overtimeMs: 500 } as const;

export const OUTPUT: readonly Attack[] = [
  {
    name: 'floods its output',
    program: 'output/yes.sh',
    ...OVER,
    check: (result) => {
      assert.equal(result.stdout, 'y\n'.repeat(32_768));
      assert.ok(result.truncated.stdout_bytes > 0, 'what was cut off is told');
    },
  },
  { name: 'floods both streams', program: 'output/both-streams.c', ...OVER },
  { name: 'floods from children', program: 'output/hidden-flood.c', ...OVER },
  {
    name: 'sends terminal escapes',
    program: 'output/terminal-escapes.py',
    verdicts: [null],
    stdout: /HELD/,
    check: (result, { server }) => {
      assert.ok(result.stdout.includes('\u001b[2J'));
      for (const line of server.lines()) assert.doesNotMatch(line, /[^\P{Cc}\t]/u);
      assert.ok(!server.lines().some((line) => line.includes('"msg":"forged"')));
    },
  },
  {
    name: 'writes to every descriptor it was not given',
    program: 'output/other-descriptors.c',
    verdicts: [null],
    request: () => limited({ open_files: 1024 }),
  },
  {
    name: 'reads nothing of thirty megabytes of input',
    program: 'output/unread-stdin.c',
    request: () => ({ ...limited({ time_ms: 700 }), stdin: 'i'.repeat(30 << 20) }),
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    stdout: /HELD/,
  },
  {
    name: 'prints two hundred kilobytes under a larger limit',
    program: 'output/two-hundred-kilobytes.py',
    request: () => limited({ output_bytes: 300_000 }),
    verdicts: [null],
    stdout: /^/,
    check: (result) => {
      assert.equal(result.stdout, '0123456789'.repeat(20_000));
      assert.deepEqual(result.truncated, { stdout_bytes: 0, stderr_bytes: 0 });
    },
  },
  {
    name: 'forges frames of the protocol on its output',
    program: 'output/forged-frames.py',
    verdicts: ['RUNTIME_ERROR'],
    stdout: /HELD/,
    check: (result) => assert.equal(result.exit_code, 7),
  },
  {
    name: 'closes its streams and stays',
    program: 'output/closed-streams.c',
    request: () => limited({ time_ms: 500 }),
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    overtimeMs: 500,
  },
  {
    name: 'makes its output smaller and non-blocking',
    program: 'output/nonblocking.c',
    request: () => limited({ output_bytes: 200_000 }),
    verdicts: [null],
    stdout: /^n{100000}$/,
  },
  {
    name: 'has the kernel copy its output without end',
    program: 'output/spliced.c',
    request: () => limited({ time_ms: 4000, cpu_time_ms: 3000 }),
    ...OVER,
  },
  {
    name: 'prints packets of one byte',
    program: 'output/packets.c',
    verdicts: [null],
    stdout: /^p{20000}$/,
  },
  {
    name: 'opens its own output again by every name',
    program: 'output/opened-again.c',
    verdicts: [null],
  },
];

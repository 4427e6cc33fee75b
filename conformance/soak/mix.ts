/**
 * The kinds of run of which a soak is mixed. Each carries a nonce, which must be in its own answer and in no other.
 */
import type { ErrorCode, ExecutionRequest, ExecutionResult } from '@gozolite/client';

export type Kind = {
  readonly name: string;
  /** How often, among all. */
  readonly weight: number;
  readonly request: (nonce: string) => ExecutionRequest;
  readonly verdicts: readonly (ErrorCode | null)[];
  /** What the standard output must be or begin with. */
  readonly stdout: (nonce: string) => string;
  readonly check?: (result: ExecutionResult, nonce: string) => boolean;
  /** The client goes away after so many milliseconds; there is no answer then, or it is CANCELLED. */
  readonly leavesAfterMs?: number;
};

const shell =
  (code: string, limits: ExecutionRequest['limits'] = {}) =>
  (nonce: string): ExecutionRequest => ({
    language: 'bash',
    code: `read -r n; echo "$n"; ${code}`,
    stdin: `${nonce}\n`,
    limits: { time_ms: 20_000, ...limits },
  });
const line = (nonce: string): string => `${nonce}\n`;
const nothing = (): string => '';

export const MIX: readonly Kind[] = [
  { name: 'echo', weight: 40, request: shell(':'), verdicts: [null], stdout: line },
  {
    name: 'python',
    weight: 15,
    request: (nonce) => ({
      language: 'python',
      code: 'import sys\nprint(sys.argv[1])',
      args: [nonce],
      limits: { time_ms: 20_000 },
    }),
    verdicts: [null],
    stdout: line,
  },
  {
    name: 'compiled',
    weight: 6,
    request: (nonce) => ({
      language: 'c',
      code: `#include <stdio.h>\nint main(void) { puts("${nonce}"); return 0; }`,
      limits: { time_ms: 20_000 },
    }),
    verdicts: [null],
    stdout: line,
  },
  {
    name: 'exit code',
    weight: 6,
    request: shell('exit 7'),
    verdicts: ['RUNTIME_ERROR'],
    stdout: line,
    check: (result) => result.exit_code === 7,
  },
  { name: 'signal', weight: 4, request: shell('kill -SEGV $$'), verdicts: ['RUNTIME_ERROR'], stdout: line },
  {
    name: 'sleeper',
    weight: 3,
    request: shell('sleep 20', { time_ms: 1500 }),
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'spinner',
    weight: 3,
    request: shell('while :; do :; done', { cpu_time_ms: 100 }),
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'flood',
    weight: 4,
    request: shell('yes', { output_bytes: 20_000 }),
    verdicts: ['OUTPUT_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'memory',
    weight: 3,
    request: (nonce) => ({
      language: 'python',
      code: 'import sys\nprint(sys.argv[1], flush=True)\nx = bytearray(100 << 20)',
      args: [nonce],
      limits: { memory_kb: 49_152, time_ms: 20_000 },
    }),
    verdicts: ['MEMORY_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'fork bomb',
    weight: 2,
    request: shell('b() { b | b & }; b; sleep 20', { processes: 24, time_ms: 1500 }),
    verdicts: ['PROCESS_LIMIT_EXCEEDED', 'TIME_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'orphans',
    weight: 4,
    request: shell('(setsid sleep 30 &); (trap "" TERM; sleep 30) &'),
    verdicts: [null],
    stdout: line,
  },
  {
    name: 'files and artifacts',
    weight: 4,
    request: (nonce) => ({
      ...shell('echo "$n" > out.txt; mkdir -p a/b/c; echo x > /tmp/x')(nonce),
      artifacts: ['*.txt'],
    }),
    verdicts: [null],
    stdout: line,
    check: (result, nonce) => result.artifacts.length === 1 && result.artifacts[0]?.content === `${nonce}\n`,
  },
  {
    name: 'compile error',
    weight: 2,
    request: (nonce) => ({ language: 'c', code: `#error ${nonce}` }),
    verdicts: ['COMPILE_ERROR'],
    stdout: () => '',
    check: (result, nonce) => result.compile?.stderr.includes(nonce) === true,
  },
  {
    name: 'attempts to get out',
    weight: 4,
    request: shell(
      '{ cat /etc/shadow; kill -9 1; : > /usr/x; : > /etc/x; echo 1 > /proc/sys/kernel/sysrq; cat /proc/1/environ; mknod /tmp/d b 8 0; } 2>/dev/null && echo out || echo held',
    ),
    verdicts: [null],
    stdout: (nonce) => `${nonce}\nheld\n`,
  },
  {
    name: 'artifact that is a link out',
    weight: 2,
    request: (nonce) => ({ ...shell('ln -s /etc/shadow out.txt')(nonce), artifacts: ['*'] }),
    verdicts: [null],
    stdout: line,
    check: (result) => !JSON.stringify(result.artifacts).includes('root:'),
  },
  {
    name: 'full disk',
    weight: 3,
    request: shell('head -c 40000000 /dev/zero > /tmp/x; :', { disk_kb: 8192, memory_kb: 131_072 }),
    verdicts: ['DISK_LIMIT_EXCEEDED', null],
    stdout: line,
  },
  {
    name: 'stopped by itself',
    weight: 2,
    request: shell('kill -STOP $$', { time_ms: 1500 }),
    verdicts: ['TIME_LIMIT_EXCEEDED'],
    stdout: line,
  },
  {
    name: 'limit that is not allowed',
    weight: 3,
    request: shell(':', { memory_kb: 999_999_999 }),
    verdicts: ['LIMIT_NOT_ALLOWED'],
    stdout: nothing,
  },
  {
    name: 'path that leads out',
    weight: 3,
    request: (nonce) => ({ language: 'bash', files: [{ path: `../${nonce}`, content: ':' }] }),
    verdicts: ['INVALID_REQUEST'],
    stdout: nothing,
  },
  {
    name: 'no such language',
    weight: 2,
    request: () => ({ language: 'no-such', code: ':' }),
    verdicts: ['UNSUPPORTED_LANGUAGE'],
    stdout: nothing,
  },
  {
    name: 'client gone',
    weight: 4,
    request: shell('sleep 20'),
    verdicts: [],
    stdout: line,
    leavesAfterMs: 40,
  },
];

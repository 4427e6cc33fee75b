/**
 * For every code of the catalogue, a way to be answered with it by a real server, and the evidence that must come with
 * it. The type demands a case for each code: a new code without one does not compile, and fails its test.
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode, Evidence, ExecutionRequest } from '@gozolite/client';
import { ATTACK_LIMITS, requestOf } from '../attacks/requests.ts';
import { readCapabilities } from '../capabilities.ts';
import { type Answer, checked, execute, post } from '../execute.ts';
import { metric } from '../metrics.ts';
import { platformOf } from '../platform.ts';
import { collect, connected, parseAnswers, postBytes } from '../raw-http.ts';
import type { Server } from '../server.ts';
import { until } from '../waiting.ts';

export type CodeCase = {
  /** Makes the settings; `folder` may be filled with files that they name. None: the server that all share. */
  readonly settings?: (folder: string) => Readonly<Record<string, string>>;
  readonly ready?: false;
  /** Waited for until they have been looked at. */
  readonly languages?: readonly string[];
  /** Null when nobody is there to be answered: it has then seen the code in the log and the metrics. */
  readonly produce: (server: Server) => Promise<Answer | null>;
  /** What must be in the evidence; absent: none is demanded. */
  readonly evidence?: Partial<Evidence>;
  readonly atLeast?: number;
};

const SLOW: ExecutionRequest = { language: 'bash', code: 'sleep 20', limits: { time_ms: 20_000 } };
const NOTHING: ExecutionRequest = { language: 'bash', code: ':' };

const sends = (request: ExecutionRequest) => (server: Server) => post(server, JSON.stringify(request));
const running = (server: Server, count: number) =>
  until(async () => (await metric(server, 'gozolite_running')) >= count, {
    withinMs: 5000,
    what: `${count} run`,
  });

async function answerOf(response: Response): Promise<Answer> {
  const value: unknown = await response.json();
  return {
    status: response.status,
    headers: response.headers,
    result: checked(value, response.status),
    elapsedMs: 0,
  };
}

/** What a raw connection is answered, as the others are. */
async function rawAnswer(port: number, bytes: string, before?: () => Promise<void>): Promise<Answer> {
  const socket = await connected(port);
  const received = collect(socket, 5000);
  await before?.();
  socket.write(bytes);
  const [first] = parseAnswers(await received);
  if (first === undefined) throw new Error('The connection was closed without an answer.');
  const value: unknown = JSON.parse(first.body);
  return {
    status: first.status,
    headers: new Headers(first.headers),
    result: checked(value, first.status),
    elapsedMs: 0,
  };
}

function keyFile(folder: string): string {
  const path = join(folder, 'keys');
  const digest = createHash('sha256').update(randomBytes(32)).digest('hex');
  writeFileSync(path, `${JSON.stringify({ id: 'abcd1234', digest, tenant: 'someone' })}\n`, { mode: 0o644 });
  return path;
}

/** A language whose toolchain is found and answers its version, but cannot run a program. */
function brokenLanguage(folder: string): string {
  const home = join(folder, 'languages', 'brokenlang');
  mkdirSync(join(home, 'samples', 'hello'), { recursive: true, mode: 0o755 });
  writeFileSync(
    join(home, 'language.yaml'),
    `id: brokenlang
name: Broken
aliases: []
extensions: [.broken]
set: all
version: { argv: [sh, -c, "echo 1.0.0"], pattern: '(\\d+\\.\\d+\\.\\d+)' }
source: main.broken
run: { argv: [sh, -c, "exit 9", "{source}"] }
`,
  );
  writeFileSync(join(home, 'samples/hello/main.broken'), 'hello\n');
  writeFileSync(join(home, 'samples/hello/sample.yaml'), 'title: Greets\nexpect: { stdout: "hello\\n" }\n');
  return join(folder, 'languages');
}

export const CODE_CASES: Readonly<Record<ErrorCode, CodeCase>> = {
  COMPILE_ERROR: {
    produce: sends({ language: 'c', code: 'int main(void) { return undeclared; }' }),
    evidence: { limit: 'exit_code', measured: 1 },
  },
  RUNTIME_ERROR: {
    produce: sends({ language: 'bash', code: 'exit 3' }),
    evidence: { limit: 'exit_code', allowed: 0, measured: 3 },
  },
  TIME_LIMIT_EXCEEDED: {
    produce: sends({ language: 'bash', code: 'sleep 20', limits: { time_ms: 300 } }),
    evidence: { limit: 'time_ms', allowed: 300 },
    atLeast: 300,
  },
  MEMORY_LIMIT_EXCEEDED: {
    produce: sends({ language: 'python', code: 'x = bytearray(200 << 20)', limits: { memory_kb: 65_536 } }),
    evidence: { limit: 'memory_kb', allowed: 65_536 },
    atLeast: 60_000,
  },
  OUTPUT_LIMIT_EXCEEDED: {
    produce: sends({ language: 'bash', code: 'yes', limits: { output_bytes: 4096 } }),
    evidence: { limit: 'output_bytes', allowed: 4096 },
    atLeast: 4097,
  },
  PROCESS_LIMIT_EXCEEDED: {
    produce: sends({
      language: 'python',
      code: "import subprocess\nkept = [subprocess.Popen(['sleep', '9']) for _ in range(64)]",
      limits: { processes: 16 },
    }),
    evidence: { limit: 'processes', allowed: 16 },
    atLeast: 16,
  },
  DISK_LIMIT_EXCEEDED: {
    produce: sends({
      language: 'python',
      code: "for i in range(99):\n    open(f'/tmp/{i}', 'wb').write(bytes(1 << 20))",
      limits: { disk_kb: 8192 },
    }),
    evidence: { limit: 'disk_kb', allowed: 8192 },
  },
  SANDBOX_VIOLATION: {
    produce: sends({ ...requestOf('escape/x32-call.c'), limits: ATTACK_LIMITS }),
    evidence: { limit: 'seccomp' },
  },
  TOOLCHAIN_MISSING: {
    produce: async (server) => {
      const { languages } = await readCapabilities(server.base);
      const missing = languages.find((one) => one.state === 'missing');
      if (missing === undefined)
        throw new Error('Every language is installed here: remove one, or define one that is not.');
      return post(server, JSON.stringify({ language: missing.id, code: 'x' }));
    },
  },
  TOOLCHAIN_BROKEN: {
    languages: ['brokenlang'],
    settings: (folder) => ({ LANGUAGES_DIR: brokenLanguage(folder) }),
    produce: sends({ language: 'brokenlang', code: 'x' }),
  },
  CANCELLED: {
    produce: async (server) => {
      const gone = new AbortController();
      const asked = post(server, JSON.stringify(SLOW), { signal: gone.signal }).catch(() => null);
      await running(server, 1);
      gone.abort();
      await asked;
      await until(() => server.records().some((one) => one.error === 'CANCELLED'), {
        withinMs: 3000,
        what: 'the log tells of the cancelled run',
      });
      await until(async () => (await metric(server, 'gozolite_running')) === 0, {
        withinMs: 3000,
        what: 'the slot is free',
      });
      const verdicts = await (await fetch(`${server.base}/metrics`)).text();
      if (!/gozolite_executions_total\{[^}]*verdict="CANCELLED"[^}]*\} [1-9]/.test(verdicts)) {
        throw new Error('The metrics do not count the cancelled run.');
      }
      return null;
    },
  },
  INVALID_REQUEST: { produce: (server) => post(server, '{"language":"bash","code":":","colour":"red"}') },
  UNAUTHORIZED: {
    settings: (folder) => ({ API_KEYS_FILE: keyFile(folder) }),
    produce: sends(NOTHING),
    ready: false,
  },
  FORBIDDEN: {
    produce: ({ port }) =>
      rawAnswer(
        port,
        postBytes(port, JSON.stringify(NOTHING), { host: 'rebound.example', connection: 'close' }),
      ),
  },
  NOT_FOUND: { produce: async (server) => answerOf(await fetch(`${server.base}/nothing/here`)) },
  PAYLOAD_TOO_LARGE: {
    produce: (server) => post(server, JSON.stringify({ ...NOTHING, stdin: 'x'.repeat(9 << 20) })),
  },
  UNSUPPORTED_MEDIA_TYPE: {
    produce: (server) => post(server, JSON.stringify(NOTHING), { headers: { 'content-type': 'text/plain' } }),
  },
  UNSUPPORTED_LANGUAGE: { produce: sends({ language: 'brainmelt', code: 'x' }) },
  LIMIT_NOT_ALLOWED: {
    produce: sends({ ...NOTHING, limits: { memory_kb: 999_999_999 } }),
    evidence: { limit: 'memory_kb', allowed: 2_097_152, measured: 999_999_999 },
  },
  IDEMPOTENCY_KEY_REUSED: {
    produce: async (server) => {
      const headers = { 'idempotency-key': 'code-cases-1' };
      await post(server, JSON.stringify(NOTHING), { headers });
      return post(server, JSON.stringify({ ...NOTHING, stdin: 'other' }), { headers });
    },
  },
  RATE_LIMITED: {
    settings: () => ({ RATE_LIMIT: '2' }),
    produce: async (server) => {
      for (let i = 0; i < 2; i++) await execute(server, NOTHING);
      return post(server, JSON.stringify(NOTHING));
    },
  },
  QUOTA_EXCEEDED: {
    settings: () => ({ CPU_QUOTA: '1' }),
    produce: async (server) => {
      await execute(server, { language: 'bash', code: 'while :; do :; done', limits: { cpu_time_ms: 1500 } });
      return post(server, JSON.stringify(NOTHING));
    },
  },
  INTERNAL_ERROR: {
    settings: () => ({}),
    produce: async (server) => {
      const asked = post(server, JSON.stringify(SLOW));
      await running(server, 1);
      const platform = await until(() => platformOf(server), {
        withinMs: 3000,
        what: 'there is a supervisor',
      });
      process.kill(platform.supervisor.pid, 'SIGKILL');
      return asked;
    },
  },
  OVERLOADED: {
    settings: () => ({ SLOTS: '1', QUEUE: '0' }),
    produce: async (server) => {
      const gone = new AbortController();
      const asked = post(server, JSON.stringify(SLOW), { signal: gone.signal }).catch(() => null);
      await running(server, 1);
      const answer = await post(server, JSON.stringify(NOTHING));
      gone.abort();
      await asked;
      return answer;
    },
  },
  NOT_READY: { settings: () => ({ CGROUP: '/no/such/cgroup' }), ready: false, produce: sends(NOTHING) },
  SHUTTING_DOWN: {
    settings: () => ({}),
    produce: async (server) => {
      const asked = post(server, JSON.stringify({ ...SLOW, code: 'sleep 6' }));
      await running(server, 1);
      const answer = await rawAnswer(
        server.port,
        postBytes(server.port, JSON.stringify(NOTHING)),
        async () => {
          server.signal('SIGTERM');
          await until(() => server.lines().some((line) => /SIGTERM|shutting down/i.test(line)), {
            withinMs: 3000,
            what: 'the log tells that the service is stopping',
          });
        },
      );
      const first = await asked;
      if (first.result.error !== null)
        throw new Error(`What ran when it was told to stop got ${first.result.error}.`);
      return answer;
    },
  },
};

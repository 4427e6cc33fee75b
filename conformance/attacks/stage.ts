/**
 * Carries out one attack and checks what must hold during and after every one: a neighbour that runs at the same time
 * is unaffected, the verdict and its evidence are as listed, a canary runs, nothing is left on the host, and a file
 * outside the sandbox is as it was.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionRequest, ExecutionResult } from '@gozolite/client';
import { type Isolation, readCapabilities, readIsolation } from '../capabilities.ts';
import { type Answer, execute, post } from '../execute.ts';
import type { HostState } from '../host.ts';
import { quietState } from '../quiet.ts';
import { type Server, type ServerOptions, startServer } from '../server.ts';
import type { Attack, Companion, Scene } from './attack.ts';
import { HELD } from './attack.ts';
import { withoutDifferences } from './differences.ts';
import { ATTACK_LIMITS, languageOf, requestOf } from './requests.ts';

const VICTIM = 'victim.txt';
/** Without these three most attacks cannot be sent. */
const NEEDED = ['c', 'python', 'bash'];

/** A machine slower than this is too slow to tell anything. */
const SLOWEST = 12;
/** What a canary takes on an ordinary machine, in milliseconds. */
const ORDINARY_MS = 30;

export type StageOptions = {
  /** Default: 1. `measured`: by how long the first runs take. */
  readonly slowness?: number | 'measured';
  /** A folder with the C programs already compiled, for a machine on which a compiler would take minutes. */
  readonly prebuilt?: string;
  readonly launch?: ServerOptions['launch'];
  readonly settings?: Readonly<Record<string, string>>;
};

export type Stage = AsyncDisposable & {
  readonly scene: Scene;
  readonly before: HostState;
  /** Languages that the service can run here. */
  readonly ready: ReadonlySet<string>;
  /** The layers that the service says are in force. */
  readonly isolation: Isolation;
};

/** Starts the real service and looks at the host while it has nothing to do. */
export async function openStage({
  slowness: wanted = 1,
  prebuilt,
  launch,
  settings = {},
}: StageOptions = {}): Promise<Stage> {
  const slowest = wanted === 'measured' ? SLOWEST : wanted;
  const server = await startServer({
    settings: {
      SLOTS: '2',
      BODY_BYTES: String(32 << 20),
      DEFAULT_TIME_MS: String(10_000 * slowest),
      MAX_TIME_MS: String(60_000 * slowest),
      DEFAULT_CPU_TIME_MS: String(10_000 * slowest),
      MAX_CPU_TIME_MS: String(120_000 * slowest),
      QUEUE_TIMEOUT_MS: String(10_000 * slowest),
      ...settings,
    },
    languages: 'all',
    slowness: slowest,
    ...(launch === undefined ? {} : { launch }),
  });
  try {
    const outside = join(server.scratch, 'outside');
    mkdirSync(outside);
    chmodSync(outside, 0o777);
    writeFileSync(join(outside, VICTIM), 'as it was', { mode: 0o644 });
    const { languages } = await readCapabilities(server.base);
    const ready = new Set(languages.filter((one) => one.state === 'ready').map((one) => one.id));
    for (const one of NEEDED) assert.ok(ready.has(one), `The attacks need ${one}, which is not ready here.`);
    // What is made once, on first use, is made now.
    for (let i = 0; i < 20; i++) await execute(server, { language: 'bash', code: ':' });
    const slowness = wanted === 'measured' ? await measured(server) : wanted;
    const isolation = await readIsolation(server.base);
    const scene: Scene = { server, outside, slowness, privilege: isolation.facts.privilege, prebuilt };
    const before = await quietState(server);
    return {
      scene,
      before,
      ready,
      isolation,
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function measured(server: Server): Promise<number> {
  const began = performance.now();
  for (let i = 0; i < 10; i++) await execute(server, { language: 'bash', code: ':' });
  const each = (performance.now() - began) / 10;
  return Math.min(SLOWEST, Math.max(1, Math.ceil(each / ORDINARY_MS)));
}

/** The language without which this attack cannot be sent here, or null. */
export function missingLanguage({ program }: Attack, { ready }: Stage): string | null {
  const language = languageOf(typeof program === 'string' ? program : program[0]);
  return ready.has(language) ? null : language;
}

function victimState(outside: string): unknown {
  const { mode, uid, gid, nlink, size } = lstatSync(join(outside, VICTIM));
  return { mode, uid, gid, nlink, size, content: readFileSync(join(outside, VICTIM), 'utf8') };
}

async function canary({ server }: Scene): Promise<void> {
  const nonce = randomBytes(8).toString('hex');
  const { status, error, stdout, stderr } = await execute(server, {
    language: 'bash',
    code: 'read -r word; echo "$word $((6 * 7))"',
    stdin: `${nonce}\n`,
  });
  assert.deepEqual(
    { status, error, stdout, stderr },
    { status: 'ok', error: null, stdout: `${nonce} 42\n`, stderr: '' },
    'the canary beside or after the attack',
  );
}

async function accompany(scene: Scene, companion: Companion | undefined): Promise<void> {
  if (companion === undefined) return canary(scene);
  const result = await execute(scene.server, {
    ...requestOf(companion.program, scene.prebuilt),
    limits: {
      ...ATTACK_LIMITS,
      time_ms: 10_000 * scene.slowness,
      cpu_time_ms: ATTACK_LIMITS.cpu_time_ms * scene.slowness,
    },
    ...companion.request?.(scene),
  });
  const seen = `the neighbour: ${result.error} ${result.message} ${result.stdout}${result.stderr}`;
  assert.equal(result.error, null, seen);
  assert.doesNotMatch(result.stdout, /BREACH/, seen);
  assert.match(result.stdout, companion.stdout, seen);
}

const isCompilers = (program: Attack['program']): boolean =>
  typeof program === 'string' && program.startsWith('compile/');

/** An attack that is about the compiler, or sends files of its own, is never sent compiled. */
function requestFor(attack: Attack, scene: Scene): ExecutionRequest {
  const extra = attack.request?.(scene) ?? {};
  const compiled = extra.compile === undefined && extra.files === undefined && !isCompilers(attack.program);
  return { ...requestOf(attack.program, compiled ? scene.prebuilt : undefined), ...extra };
}

/** An attack that may end by itself needs longer on a slow machine; one that only its limit can end does not. */
function patient(attack: Attack, request: ExecutionRequest, slowness: number): ExecutionRequest {
  const { limits } = request;
  const endless = attack.verdicts.every((verdict) => verdict === 'TIME_LIMIT_EXCEEDED');
  if (slowness === 1 || endless || limits === undefined) return request;
  const { time_ms = 0, cpu_time_ms = 0 } = limits;
  return {
    ...request,
    limits: { ...limits, time_ms: time_ms * slowness, cpu_time_ms: cpu_time_ms * slowness },
  };
}

/** Something took too long: by a flaw, which it then does every time, or because the machine stood still for a moment. */
class Late extends Error {}

const TRIES = 3;

/** An attack that was late, and did nothing else that it should not, is carried out again. */
export async function carryOut(attack: Attack, stage: Stage): Promise<ExecutionResult> {
  for (let tries = 1; ; tries++) {
    try {
      return await carryOutOnce(attack, stage);
    } catch (error) {
      if (tries === TRIES || !(error instanceof Error && error.cause instanceof Late)) throw error;
      process.stderr.write(`${attack.name}, once more: ${error.cause.message}\n`);
      await stage.scene.server.settled(stage.before, 5000 * stage.scene.slowness);
    }
  }
}

async function carryOutOnce(attack: Attack, { scene, before }: Stage): Promise<ExecutionResult> {
  const victim = victimState(scene.outside);
  const own = requestFor(attack, scene);
  const request = patient(attack, own, scene.slowness);
  let over = false;
  const attacking = post(scene.server, JSON.stringify(request)).finally(() => {
    over = true;
  });
  const beside = (async () => {
    do await accompany(scene, attack.companion);
    while (!over);
  })();
  // Both have ended before anything is judged, so that no run of this attack is alive during the next.
  const [attacked, accompanied] = await Promise.allSettled([attacking, beside]);
  if (attacked.status === 'rejected') throw attacked.reason;
  if (accompanied.status === 'rejected') throw accompanied.reason;
  const answer = attacked.value;
  try {
    judge(attack, answer, scene);
  } catch (error) {
    throw new Error(`${String(error)}\n${JSON.stringify(answer.result, null, 1).slice(0, 6000)}`, {
      cause: error,
    });
  }
  await canary(scene);
  await scene.server.settled(before, 5000 * scene.slowness);
  assert.deepEqual(victimState(scene.outside), victim, 'a file outside the sandbox has changed');
  return answer.result;
}

function judge(attack: Attack, answer: Answer, scene: Scene): void {
  const result = withoutDifferences(attack.name, answer.result);
  assert.doesNotMatch(`${result.stdout}${result.stderr}`, /^(BREACH|BROKEN)/m);
  const verdict = `verdict ${result.error}, not ${attack.verdicts.join(' or ')}`;
  const late = result.error === 'TIME_LIMIT_EXCEEDED' && !attack.verdicts.includes(result.error);
  assert.ok(late || attack.verdicts.includes(result.error), verdict);
  assert.ok(!JSON.stringify(result).includes(scene.server.secret), "the service's secret is in the answer");
  if (late) throw new Late(verdict);
  if (attack.evidence !== undefined && result.evidence !== null) {
    assert.ok(attack.evidence.includes(result.evidence.limit), `evidence of ${result.evidence.limit}`);
  } else assert.equal(attack.evidence, undefined, 'there is no evidence');
  const wanted = attack.stdout ?? (result.error === null ? HELD : undefined);
  if (wanted !== undefined) assert.match(result.stdout, wanted);
  attack.check?.(result, scene);
  if (attack.overtimeMs !== undefined) onTime(answer, attack.overtimeMs * scene.slowness);
}

function onTime({ result, elapsedMs }: Answer, overtimeMs: number): void {
  if (result.limits === null) return;
  const { queue_ms, prepare_ms, compile_ms } = result.timings;
  const late = elapsedMs - queue_ms - prepare_ms - compile_ms - (result.time_ms ?? 0);
  if (late >= overtimeMs) throw new Late(`${late} ms from the end of the program to the answer`);
  if ((result.time_ms ?? 0) >= result.limits.time_ms + overtimeMs)
    throw new Late(`it ran for ${result.time_ms} ms`);
}

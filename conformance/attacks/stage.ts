/**
 * Carries out one attack and checks what must hold during and after every one: a neighbour that runs at the same time
 * is unaffected, the verdict and its evidence are as listed, a canary runs, nothing is left on the host, and a file
 * outside the sandbox is as it was.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutionResult } from '@gozolite/client';
import { expect } from 'vitest';
import { type Answer, execute, post } from '../execute.ts';
import type { HostState } from '../host.ts';
import type { Attack, Companion, Scene } from './attack.ts';
import { HELD } from './attack.ts';
import { withoutDifferences } from './differences.ts';
import { ATTACK_LIMITS, requestOf } from './requests.ts';

const VICTIM = 'victim.txt';

export function placeVictim(outside: string): void {
  writeFileSync(join(outside, VICTIM), 'as it was', { mode: 0o644 });
}

function victimState(outside: string): unknown {
  const { mode, uid, gid, nlink, size } = lstatSync(join(outside, VICTIM));
  return { mode, uid, gid, nlink, size, content: readFileSync(join(outside, VICTIM), 'utf8') };
}

async function canary(scene: Scene): Promise<void> {
  const nonce = randomBytes(8).toString('hex');
  const result = await execute(scene.server, {
    language: 'bash',
    code: 'read -r word; echo "$word $((6 * 7))"',
    stdin: `${nonce}\n`,
  });
  expect(result).toMatchObject({ status: 'ok', error: null, stdout: `${nonce} 42\n`, stderr: '' });
}

async function accompany(scene: Scene, companion: Companion | undefined): Promise<void> {
  if (companion === undefined) return canary(scene);
  const result = await execute(scene.server, {
    ...requestOf(companion.program),
    limits: { ...ATTACK_LIMITS, time_ms: 10_000 },
    ...(companion.stdin === undefined ? {} : { stdin: companion.stdin(scene) }),
  });
  expect(result).toMatchObject({ status: 'ok', error: null });
  expect(result.stdout).not.toContain('BREACH');
  expect(result.stdout).toMatch(companion.stdout);
}

export async function carryOut(attack: Attack, scene: Scene, before: HostState): Promise<ExecutionResult> {
  const victim = victimState(scene.outside);
  const request = { ...requestOf(attack.program), ...attack.request?.(scene) };
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
  await accompany(scene, attack.companion);
  await scene.server.settled(before);
  expect(victimState(scene.outside)).toEqual(victim);
  return answer.result;
}

function judge(attack: Attack, answer: Answer, scene: Scene): void {
  const result = withoutDifferences(attack.name, answer.result);
  expect(`${result.stdout}${result.stderr}`).not.toMatch(/^(BREACH|BROKEN)/m);
  expect(attack.verdicts, `verdict ${result.error}`).toContain(result.error);
  expect(JSON.stringify(result)).not.toContain(scene.server.secret);
  if (attack.evidence !== undefined) expect(attack.evidence).toContain(result.evidence?.limit);
  const wanted = attack.stdout ?? (result.error === null ? HELD : undefined);
  if (wanted !== undefined) expect(result.stdout).toMatch(wanted);
  attack.check?.(result, scene);
  if (attack.overtimeMs !== undefined && result.limits !== null) {
    const { queue_ms, prepare_ms, compile_ms } = result.timings;
    const late = answer.elapsedMs - queue_ms - prepare_ms - compile_ms - (result.time_ms ?? 0);
    expect(late, 'milliseconds from the end of the program to the answer').toBeLessThan(attack.overtimeMs);
    const allowed = result.limits.time_ms + attack.overtimeMs;
    expect(result.time_ms ?? 0, 'milliseconds that the program ran').toBeLessThan(allowed);
  }
}

/**
 * Every attack, over HTTP, against one server, one after the other.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCapabilities } from '../capabilities.ts';
import { execute } from '../execute.ts';
import { type HostState, residentKb } from '../host.ts';
import { quietState } from '../quiet.ts';
import { type Server, startServer } from '../server.ts';
import type { Attack, Scene } from './attack.ts';
import { COMPATIBILITY } from './cases/compatibility.ts';
import { COMPILING } from './cases/compiling.ts';
import { CPU } from './cases/cpu.ts';
import { DISK } from './cases/disk.ts';
import { ESCAPE } from './cases/escape.ts';
import { FILES } from './cases/files.ts';
import { MEMORY } from './cases/memory.ts';
import { NEIGHBOURS } from './cases/neighbours.ts';
import { OUTPUT } from './cases/output.ts';
import { PROCESSES } from './cases/processes.ts';
import { listedDifferences } from './differences.ts';
import { languageOf } from './requests.ts';
import { carryOut, placeVictim } from './stage.ts';

const CLASSES: Readonly<Record<string, readonly Attack[]>> = {
  'CPU and time': CPU,
  processes: PROCESSES,
  memory: MEMORY,
  disk: DISK,
  'output and input': OUTPUT,
  files: FILES,
  'the compiler': COMPILING,
  escape: ESCAPE,
  neighbours: NEIGHBOURS,
  compatibility: COMPATIBILITY,
};

let server: Server;
let scene: Scene;
let before: HostState;
let residentBefore = 0;
let ready: ReadonlySet<string>;

beforeAll(async () => {
  server = await startServer({ settings: { SLOTS: '2', BODY_BYTES: String(32 << 20) }, languages: 'all' });
  const outside = join(server.scratch, 'outside');
  mkdirSync(outside);
  chmodSync(outside, 0o777);
  placeVictim(outside);
  scene = { server, outside };
  const { languages } = await readCapabilities(server.base);
  ready = new Set(languages.filter((one) => one.state === 'ready').map((one) => one.id));
  for (const language of ['c', 'python', 'bash']) expect(ready, 'the attacks need it').toContain(language);
  for (let i = 0; i < 20; i++) await execute(server, { language: 'bash', code: ':' });
  before = await quietState(server);
  residentBefore = residentKb(server.pid);
}, 240_000);

afterAll(() => server?.[Symbol.asyncDispose]());

describe.for(Object.entries(CLASSES))('%s', ([, attacks]) => {
  it.for(attacks)('$name', async (attack, { skip }) => {
    const program = typeof attack.program === 'string' ? attack.program : attack.program[0];
    skip(!ready.has(languageOf(program)), `${languageOf(program)} is not installed here`);
    await carryOut(attack, scene, before);
  });
});

it('what is different on this backend is told in /capabilities', async () => {
  const { differences } = await readCapabilities(server.base);
  const told = differences.map(({ name }) => name);
  for (const [attack, difference] of listedDifferences()) expect(told, attack).toContain(difference);
});

it('floods of output take no memory of the service beyond the limits of the runs', async () => {
  const flood = { language: 'bash', code: 'yes & yes >&2', limits: { output_bytes: 1 << 20, time_ms: 5000 } };
  await execute(server, flood);
  const resident = residentKb(server.pid);
  for (let round = 0; round < 5; round++) {
    const results = await Promise.all(Array.from({ length: 4 }, () => execute(server, flood)));
    for (const { error } of results) expect(error).toBe('OUTPUT_LIMIT_EXCEEDED');
  }
  expect(residentKb(server.pid) - resident).toBeLessThan(150_000);
});

it('afterwards the service is not much larger, and blames itself for nothing', () => {
  // The largest request of the suite is 30 MB, which is held as text, as JSON and as bytes at one time.
  expect(residentKb(server.pid) - residentBefore).toBeLessThan(400_000);
  expect(server.lines().filter((line) => line.includes('INTERNAL_ERROR'))).toEqual([]);
});

/**
 * A supervisor that lies: it answers CONFIGURE rightly, and after that sends what a random hand has made of frames. Whatever
 * comes, every run settles once, no more is kept of one than its limits allow, and this process goes on.
 *
 * FUZZ_RUNS sets how many conversations there are.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StageOutcome } from '../backend.ts';
import { FrameWriter } from './frame-writer.ts';
import { Life } from './life.ts';
import { FRAME, TAG } from './protocol.ts';
import { context, stage } from './testing/stage.ts';

const CONVERSATIONS = Number(process.env.FUZZ_RUNS ?? 250);
const RUNS = 3;
const OUTPUT_BYTES = 4096;
const ARTIFACT_BYTES = 3000;

type Field = { readonly tag: number; readonly value: number | string | Uint8Array };
type Lie = { readonly type: number; readonly run: number; readonly fields: readonly Field[] };
/** Damage done to the bytes of a stream at a place, counted modulo its length. */
type Damage = {
  readonly at: number;
  readonly how: 'flip' | 'cut' | 'repeat' | 'insert';
  readonly byte: number;
};

const sometimes = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: usual }, { weight: 1, arbitrary: odd });

const number = sometimes<Field['value']>(
  fc.oneof(fc.nat(5), fc.nat(300), fc.constantFrom(9, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 1_000_000_000)),
  fc.uint8Array({ maxLength: 12 }),
);
const text = (...usual: string[]) =>
  sometimes<Field['value']>(
    fc.constantFrom(...usual),
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }).filter((one) => !one.includes('\0')),
      fc.uint8Array({ maxLength: 40 }),
    ),
  );
const data = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.constantFrom(700, 700, 700, OUTPUT_BYTES, OUTPUT_BYTES + 1).map((length) => new Uint8Array(length)),
);
const event = fc
  .tuple(
    sometimes(fc.integer({ min: 1, max: 8 }), fc.constantFrom(0, 9)),
    fc.nat(60),
    fc.constantFrom('memory.max', 'pids.max', ''),
  )
  .map(([limit, cut, mechanism]) => {
    const bytes = Buffer.alloc(32 + mechanism.length);
    bytes.writeUInt32LE(limit, 0);
    bytes.write(mechanism, 32);
    return Uint8Array.from(cut < 3 ? bytes.subarray(0, cut * 12) : bytes);
  });

const field = (
  usual: number | fc.Arbitrary<number>,
  value: fc.Arbitrary<Field['value']>,
): fc.Arbitrary<Field> => {
  const tag = typeof usual === 'number' ? fc.constant(usual) : usual;
  return fc.record({ tag: sometimes(tag, fc.constantFrom(...Object.values(TAG), 0, 999, 0xffff)), value });
};
/** Of these fields most, in their order, and now and then one twice. */
const fieldsOf = (...all: readonly fc.Arbitrary<Field>[]): fc.Arbitrary<Field[]> =>
  fc
    .tuple(...all.map((one) => fc.tuple(sometimes(fc.constant(1), fc.constantFrom(0, 2)), one)))
    .map((drawn) => drawn.flatMap(([times, one]) => Array.from({ length: times }, () => one)));

const outcome = text('exited', 'signaled', 'not_started', 'cancelled', 'failed');
const refusal = text('symlink', 'special', 'too_many');
const KINDS: readonly (readonly [type: number, fields: fc.Arbitrary<Field[]>])[] = [
  [FRAME.started, fieldsOf(field(TAG.prepareNs, number))],
  [
    FRAME.output,
    fieldsOf(field(TAG.stream, sometimes(fc.constantFrom(1, 2), number)), field(TAG.data, data)),
  ],
  [
    FRAME.artifact,
    fieldsOf(
      field(TAG.path, text('a', 'b', 'c/d', '../x', '/etc/passwd')),
      field(TAG.mode, number),
      field(TAG.size, number),
      field(TAG.data, data),
    ),
  ],
  [
    FRAME.artifact,
    fieldsOf(field(TAG.path, text('a', 'e')), field(TAG.size, number), field(TAG.refused, refusal)),
  ],
  [
    FRAME.end,
    fieldsOf(
      field(TAG.outcome, outcome),
      field(TAG.code, sometimes(fc.nat(64), number)),
      field(TAG.wallNs, number),
      field(TAG.event, event),
      field(TAG.droppedStdout, number),
    ),
  ],
  [
    FRAME.end,
    fieldsOf(
      field(TAG.outcome, outcome),
      field(TAG.killer, sometimes(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 10 }))),
      field(sometimes(fc.constant<number>(TAG.code), fc.constant<number>(TAG.bundle)), fc.nat(64)),
      field(TAG.message, text('cannot do it', '')),
    ),
  ],
  [FRAME.counters, fieldsOf(field(80, number), field(87, number))],
  [FRAME.ready, fieldsOf(field(TAG.cgroupMode, text('v2')), field(TAG.layer, text('seccomp=x', 'seccomp')))],
  [FRAME.failed, fieldsOf(field(TAG.layer, text('seccomp')), field(TAG.message, text('no')))],
];

/** Those about a run are the most frequent: that is where there is something to break. */
const lie: fc.Arbitrary<Lie> = fc.oneof(
  ...KINDS.map(([type, fields], at) => ({
    weight: at < 6 ? 20 : 1,
    arbitrary: fc.record({
      type: sometimes(fc.constant(type), fc.integer({ min: 0, max: 0xffff })),
      run: sometimes(fc.integer({ min: 1, max: RUNS }), fc.constantFrom(0, RUNS + 1, 0xffff_ffff)),
      fields,
    }),
  })),
);
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('flip', 'cut', 'repeat', 'insert'),
  byte: fc.nat(255),
});
const conversation = fc.record({
  lies: fc.array(lie, { maxLength: 25 }),
  damages: sometimes(fc.constant<Damage[]>([]), fc.array(damage, { minLength: 1, maxLength: 3 })),
  pieces: fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 4 }),
});

function bytesOf({ type, run, fields }: Lie): Buffer {
  const writer = new FrameWriter();
  writer.begin(type, run);
  for (const { tag, value } of fields) {
    if (typeof value === 'number') writer.number(tag, value);
    else if (typeof value === 'string') writer.text(tag, value);
    else writer.bytes(tag, value);
  }
  return Buffer.concat(writer.finish());
}

function damaged(bytes: Buffer, { at, how, byte }: Damage): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const head = bytes.subarray(0, place);
  const tail = bytes.subarray(place);
  if (how === 'cut') return Buffer.concat([head, tail.subarray(1 + (byte % 16))]);
  if (how === 'repeat') return Buffer.concat([head, tail.subarray(0, byte), tail]);
  if (how === 'insert') return Buffer.concat([head, Buffer.from([byte]), tail]);
  const flipped = Buffer.from(bytes);
  if (flipped.length > 0) flipped[place] = byte;
  return flipped;
}

const READY = bytesOf({
  type: FRAME.ready,
  run: 0,
  fields: [
    { tag: TAG.cgroupMode, value: 'v2' },
    { tag: TAG.layer, value: 'seccomp=allow-list' },
  ],
});

let folder: string;
let socketPath: string;
let server: Server;
let said: readonly Buffer[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gozolite-lies-'));
  socketPath = path.join(folder, 'sock');
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    // What is asked does not matter; that all runs were asked for does.
    let seen = 0;
    socket.on('data', (chunk) => {
      const first = seen === 0;
      seen += chunk.length;
      if (first) socket.write(READY);
      if (chunk.includes('last-of-all')) {
        for (const piece of said) socket.write(piece);
        socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

function expectBounded(outcome: StageOutcome): void {
  expect(outcome.stdout.byteLength).toBeLessThanOrEqual(OUTPUT_BYTES);
  expect(outcome.stderr.byteLength).toBeLessThanOrEqual(OUTPUT_BYTES);
  const collected = outcome.artifacts.reduce(
    (sum, one) => sum + ('content' in one ? one.content.byteLength : 0),
    0,
  );
  expect(collected).toBeLessThanOrEqual(ARTIFACT_BYTES);
  // It becomes an answer.
  JSON.stringify(outcome);
}

test(`of ${CONVERSATIONS} lying conversations none harms the service`, { timeout: 600_000 }, async () => {
  let ended = 0;
  let settledWell = 0;
  await fc.assert(
    fc.asyncProperty(conversation, async ({ lies, damages, pieces }) => {
      const whole = damages.reduce(damaged, Buffer.concat(lies.map(bytesOf)));
      said = cut(whole, pieces);
      let deaths = 0;
      const life = await Life.open({
        number: 1,
        socketPath,
        config: { rootfs: 'host', rootsDir: null, slots: 4, prepared: 0, degraded: [] },
        answerTimeoutMs: 10_000,
        heartbeatMs: 60_000,
        ended: () => {
          deaths += 1;
        },
      });
      const spec = (name: string) => {
        const plain = stage([name], { artifacts: { globs: ['**'], maxBytes: ARTIFACT_BYTES } });
        return { ...plain, limits: { ...plain.limits, output_bytes: OUTPUT_BYTES } };
      };
      const names = ['first', 'second', 'last-of-all'];
      const settled = await Promise.allSettled(names.map((name) => life.run(spec(name), null, context())));
      expect(settled).toHaveLength(RUNS);
      for (const one of settled) {
        if (one.status === 'fulfilled') {
          settledWell += 1;
          expectBounded(one.value);
        } else expect(one.reason).toBeInstanceOf(Error);
      }
      life.close(new Error('The conversation is over.'));
      expect(life.isOpen).toBe(false);
      expect(life.runs).toBe(0);
      expect(deaths).toBe(1);
      ended += 1;
    }),
    { numRuns: CONVERSATIONS },
  );
  expect(ended).toBeGreaterThanOrEqual(CONVERSATIONS);
  // The lies are near enough to the truth that some are believed.
  expect(settledWell).toBeGreaterThan(CONVERSATIONS / 20);
});

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

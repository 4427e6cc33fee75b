import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { context, stage } from '../native/testing/stage.ts';
import { converse } from './conversation.ts';
import { endedForMemory } from './memory-end.ts';
import { shapeOf } from './shape.ts';
import { FakeEngine } from './testing/fake-engine.ts';
import { TreeStore } from './trees.ts';

type Behaviour = Parameters<typeof FakeEngine.open>[0];
const never = new AbortController().signal;
const EVENT = JSON.stringify({ Type: 'container', Action: 'oom' });
const killed = { Running: false, OOMKilled: false, ExitCode: 137 };
const silent = (answer: ServerResponse): void => answer.flushHeaders();

let engines: FakeEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.map((one) => one[Symbol.asyncDispose]()));
  engines = [];
});

async function made(behaviour: Behaviour) {
  const engine = await FakeEngine.open(behaviour);
  engines.push(engine);
  const container = await engine.make(shapeOf(stage(['p']).limits, null));
  return { engine, container };
}

async function ended(behaviour: Behaviour): Promise<boolean> {
  const { engine, container } = await made(behaviour);
  return endedForMemory(engine.client, container.id, never);
}

async function lost(behaviour: Behaviour, signal?: AbortSignal) {
  const { container } = await made(behaviour);
  const parts = { trees: new TreeStore(1), judge: () => undefined, seen: true, beganMs: performance.now() };
  const files = [{ path: 'large', content: new Uint8Array(1 << 20), mode: 0o644 }];
  return converse(stage(['p'], { files }), null, context(signal), { container, ...parts });
}

test('the state of the container says it', async () => {
  expect(await ended({ state: { ...killed, OOMKilled: true } })).toBe(true);
});

test('an event says it that comes after the death', async () => {
  const late = (answer: ServerResponse): void => {
    silent(answer);
    setImmediate(() => answer.write(EVENT));
  };
  const outcome = await lost({ started: (stream) => stream.end(), state: killed, events: late });
  expect(outcome.end).toEqual({ kind: 'signaled', signal: 9 });
});

test('to have been killed is not to have been killed for memory', async () => {
  expect(await ended({ state: killed, events: silent })).toBe(false);
  expect(await ended({ state: killed, events: (answer) => void answer.end() })).toBe(false);
});

test('nobody is asked further about a container that was not killed', async () => {
  const unasked = (): never => {
    throw new Error('The engine was asked for events.');
  };
  expect(await ended({ state: { ...killed, ExitCode: 1 }, events: unasked })).toBe(false);
});

test.each<[string, (stream: Socket) => unknown]>([
  ['that ends', (stream) => stream.end()],
  // What is closed before all was read is an error on the other side.
  ['that fails', (stream) => stream.once('data', () => stream.destroy())],
])('a stream %s is asked about, and the verdict is memory', async (_, started) => {
  const outcome = await lost({ started, state: { ...killed, OOMKilled: true } });
  expect(outcome.end).toEqual({ kind: 'signaled', signal: 9 });
  expect(outcome.events).toMatchObject([{ kind: 'memory', allowed: 65_536 * 1024 }]);
});

test('a run that is cancelled while an event is waited for was cancelled', async () => {
  const stop = new AbortController();
  const events = (answer: ServerResponse): void => {
    silent(answer);
    stop.abort();
  };
  const outcome = await lost({ started: (stream) => stream.end(), state: killed, events }, stop.signal);
  expect(outcome.end).toEqual({ kind: 'cancelled' });
});

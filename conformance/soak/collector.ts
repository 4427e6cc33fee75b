/**
 * Has the heap of a service collected whenever it is asked to, through the inspector of its Node.js. V8 puts its collections
 * off as long as there is room, so only after one does resident memory tell what is kept.
 */
import { once } from 'node:events';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { freePort } from '../free-port.ts';

const Targets = Type.Array(Type.Object({ webSocketDebuggerUrl: Type.String() }), { minItems: 1 });
const Answer = Type.Object({ id: Type.Number() });

export type Collector = Disposable & {
  /** Resolves when all that nothing refers to is gone. */
  collect(): Promise<void>;
};

export type CollectorPort = {
  /** What the environment of the service has to hold. */
  readonly environment: Readonly<Record<string, string>>;
  connect(): Promise<Collector>;
};

export async function collectorPort(): Promise<CollectorPort> {
  const place = `127.0.0.1:${await freePort()}`;
  return { environment: { NODE_OPTIONS: `--inspect=${place}` }, connect: () => connect(place) };
}

async function connect(place: string): Promise<Collector> {
  const answer = await fetch(`http://${place}/json/list`);
  const [target] = Value.Parse(Targets, await answer.json());
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  const waiting = new Map<number, () => void>();
  socket.addEventListener('message', ({ data }) => {
    const message: unknown = JSON.parse(String(data));
    if (Value.Check(Answer, message)) waiting.get(message.id)?.();
  });
  let asked = 0;
  return {
    collect: () =>
      new Promise((resolve) => {
        const id = ++asked;
        waiting.set(id, () => {
          waiting.delete(id);
          resolve();
        });
        socket.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }));
      }),
    [Symbol.dispose]: () => socket.close(),
  };
}

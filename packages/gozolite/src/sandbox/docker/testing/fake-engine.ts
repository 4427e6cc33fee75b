/**
 * An engine without containers: it speaks as much of the Docker Engine API as a container's life takes, on a socket of its
 * own, and what happens in a container is the test's to say.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { SandboxContainer } from '../container.ts';
import { connect } from '../engine.ts';
import type { Shape } from '../shape.ts';

type Behaviour = {
  /** What a container does that is started; its stream. */
  readonly started?: (stream: Socket) => unknown;
  /** What the engine says of the state of every container. */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Why the engine fails to remove a container; the first time, the second, ... */
  readonly failures?: string[];
  /** Answers who asks for events. */
  readonly events?: (answer: ServerResponse) => void;
};

export class FakeEngine implements AsyncDisposable {
  readonly client: Docker;
  /** Ids of the containers that are there. */
  readonly containers = new Set<string>();
  readonly #behaviour: Behaviour;
  readonly #folder = mkdtempSync(join(tmpdir(), 'gozolite-fake-engine-'));
  readonly #streams = new Map<string, Socket>();
  readonly #server = createServer((request, answer) => this.#answer(request, answer));
  #made = 0;

  private constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
    this.client = connect(join(this.#folder, 'docker.sock'));
    this.#server.on('upgrade', ({ url = '' }, socket: Socket) => {
      this.#streams.set(
        idIn(url),
        socket.on('error', () => undefined),
      );
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n');
    });
  }

  static async open(behaviour: Behaviour = {}): Promise<FakeEngine> {
    const engine = new FakeEngine(behaviour);
    await once(engine.#server.listen(join(engine.#folder, 'docker.sock')), 'listening');
    return engine;
  }

  /** How many containers were ever made. */
  get made(): number {
    return this.#made;
  }

  make(shape: Shape, leaseSeconds = 60): Promise<SandboxContainer> {
    const plan = { image: 'i', shape, uid: 1, labels: {}, seccomp: '{}', cpus: 0, ownNetwork: true };
    const leaseEndMs = Date.now() + leaseSeconds * 1000;
    return SandboxContainer.make(this.client, plan, { leaseEndMs, removed: () => undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const stream of this.#streams.values()) stream.destroy();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true });
  }

  #answer({ method, url = '' }: IncomingMessage, answer: ServerResponse): void {
    const id = idIn(url);
    const { events, started, state = {} } = this.#behaviour;
    if (url.startsWith('/events')) events?.(answer);
    else if (id === 'create') json(answer, 201, { Id: this.#create() });
    else if (!this.containers.has(id)) json(answer, 404, { message: `There is no container ${id}.` });
    else if (method === 'GET') json(answer, 200, { State: state });
    else if (method === 'DELETE') this.#remove(id, answer);
    else {
      answer.writeHead(204).end();
      const stream = this.#streams.get(id);
      if (url.includes('/start') && stream !== undefined) started?.(stream);
    }
  }

  #remove(id: string, answer: ServerResponse): void {
    const message = this.#behaviour.failures?.shift();
    if (message === undefined) {
      this.containers.delete(id);
      answer.writeHead(204).end();
    } else json(answer, 500, { message });
  }

  #create(): string {
    const id = `c${++this.#made}`;
    this.containers.add(id);
    return id;
  }
}

const idIn = (url: string): string => /^\/containers\/([^/?]+)/.exec(url)?.[1] ?? '';

function json(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { 'content-type': 'application/json' });
  answer.end(JSON.stringify(body));
}

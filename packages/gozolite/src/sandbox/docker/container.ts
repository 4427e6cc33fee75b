/**
 * One container: made, attached to, started once, removed. It is the stream to its init, too.
 *
 * What always holds: whoever makes one removes it, whatever happens; its output streams are read from before the start,
 * so nothing is lost; when the stream ends, the init ends all that runs in the container.
 */
import type { Duplex } from 'node:stream';
import { Writable } from 'node:stream';
import type Docker from 'dockerode';
import { FrameSplitter } from '../native/frame-splitter.ts';
import type { EncodedFrame } from '../native/frame-writer.ts';
import { MAX_SUPERVISOR_BODY } from '../native/protocol.ts';
import { type ContainerPlan, containerOptions } from './container-spec.ts';
import { removeContainer } from './engine.ts';
import { endedForMemory } from './memory-end.ts';
import type { Shape } from './shape.ts';

export type Listener = {
  readonly frame: (type: number, body: Buffer) => void;
  /** The stream has ended, or failed, or what came was no frame: a `ProtocolError`. */
  readonly closed: (problem: Error | null) => void;
};

export type Terms = {
  /** Milliseconds since 1970. */
  readonly leaseEndMs: number;
  /** Called when the engine has removed it, or has failed to. */
  readonly removed: () => void;
};

type Attached = { readonly made: Docker.Container; readonly stream: Duplex };

const IDLE: Listener = { frame: () => undefined, closed: () => undefined };

export class SandboxContainer {
  readonly id: string;
  readonly leaseEndMs: number;
  readonly #engine: Docker;
  readonly #container: Docker.Container;
  readonly #stream: Duplex;
  readonly #removed: () => void;
  #shape: Shape;
  #listener: Listener = IDLE;
  #closed = false;
  #said = '';
  #removal: Promise<void> | null = null;

  private constructor(engine: Docker, container: Attached, shape: Shape, terms: Terms) {
    this.id = container.made.id;
    this.#engine = engine;
    this.#container = container.made;
    this.#stream = container.stream;
    this.#shape = shape;
    this.leaseEndMs = terms.leaseEndMs;
    this.#removed = terms.removed;
    this.#listen();
  }

  static async make(engine: Docker, plan: ContainerPlan, terms: Terms): Promise<SandboxContainer> {
    const container = await engine.createContainer(containerOptions(plan));
    try {
      const stream = await container.attach({
        stream: true,
        stdin: true,
        stdout: true,
        stderr: true,
        hijack: true,
      });
      if (!isDuplex(stream)) throw new Error('The engine gave no stream to write to.');
      return new SandboxContainer(engine, { made: container, stream }, plan.shape, terms);
    } catch (error) {
      await container.remove({ force: true }).catch(() => undefined);
      throw error;
    }
  }

  get shape(): Shape {
    return this.#shape;
  }

  /** Whether the stream to it has ended, and it is of no use any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** What its init, or the engine for it, said beside the frames; the end of it. */
  get said(): string {
    return this.#said.trim();
  }

  /** Before the start: makes it one of another shape. */
  async become(shape: Shape): Promise<void> {
    await this.#container.update({
      Memory: shape.memoryBytes,
      MemorySwap: shape.memoryBytes,
      PidsLimit: shape.tasks,
    });
    this.#shape = shape;
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#closed) listener.closed(null);
  }

  async start(): Promise<void> {
    await this.#container.start();
  }

  send(frame: EncodedFrame): void {
    if (this.#closed || !this.#stream.writable) return;
    for (const piece of frame) this.#stream.write(piece);
  }

  /** Whether the kernel ended it for want of memory; false, too, when nobody knows any more. */
  endedForMemory(signal: AbortSignal): Promise<boolean> {
    return endedForMemory(this.#engine, this.id, signal);
  }

  /** Ends all that runs in it and forgets it. Resolves when it is gone; rejects when the engine cannot say so. */
  remove(): Promise<void> {
    this.#listener = IDLE;
    this.#removal ??= this.#remove();
    return this.#removal;
  }

  async #remove(): Promise<void> {
    try {
      await removeContainer(this.#container);
    } finally {
      this.#stream.destroy();
      this.#removed();
    }
  }

  #listen(): void {
    const frames = new FrameSplitter(MAX_SUPERVISOR_BODY, (type, _run, body) =>
      this.#listener.frame(type, body),
    );
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          frames.push(chunk);
        } catch (error) {
          this.#close(error instanceof Error ? error : new Error(String(error)));
        }
        done();
      },
    });
    const errors = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#said = (this.#said + chunk.toString('utf8')).slice(-500);
        done();
      },
    });
    this.#container.modem.demuxStream(this.#stream, output, errors);
    this.#stream.once('end', () => this.#close(null));
    this.#stream.once('close', () => this.#close(null));
    this.#stream.once('error', (error: Error) => this.#close(error));
  }

  #close(problem: Error | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stream.destroy();
    this.#listener.closed(problem);
  }
}

function isDuplex(stream: NodeJS.ReadWriteStream): stream is Duplex {
  return 'destroy' in stream && 'writable' in stream;
}

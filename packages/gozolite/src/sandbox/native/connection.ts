/**
 * One UNIX stream connection to the supervisor: frames out with backpressure, frames in as messages. It knows nothing of
 * runs.
 *
 * What always holds: a frame leaves in one write; `closed` is called once, with the reason, after which nothing
 * more is handed on; whatever the peer sends that is not the protocol closes the connection.
 */
import { connect, type Socket } from 'node:net';
import { FrameSplitter } from './frame-splitter.ts';
import type { EncodedFrame } from './frame-writer.ts';
import { decodeMessage, type SupervisorMessage } from './messages.ts';
import { MAX_SUPERVISOR_BODY } from './protocol.ts';

export type ConnectionEvents = {
  message(message: SupervisorMessage, run: number): void;
  closed(reason: Error): void;
};

const READ_BYTES = 64 * 1024;

export class Connection {
  readonly #events: ConnectionEvents;
  readonly #socket: Socket;
  #drained: PromiseWithResolvers<void> | null = null;
  #reason: Error | null = null;
  #open = true;
  /** Bytes read so far: a sign of life. */
  received = 0;

  constructor(path: string, events: ConnectionEvents) {
    this.#events = events;
    const splitter = new FrameSplitter(MAX_SUPERVISOR_BODY, (type, run, body) => {
      if (this.#open) this.#events.message(decodeMessage(type, body), run);
    });
    this.#socket = connect({
      path,
      // One buffer for all reads: what a message refers to is copied while it is handled.
      onread: {
        buffer: Buffer.allocUnsafeSlow(READ_BYTES),
        callback: (bytes, buffer) => {
          this.received += bytes;
          this.#read(splitter, Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
          return true;
        },
      },
    });
    this.#socket.on('drain', () => this.#release());
    this.#socket.on('error', (error) => {
      this.#reason ??= error;
    });
    this.#socket.on('close', () => this.#ended());
  }

  /** True when the peer has not yet taken what it was sent: wait for `drained` before sending more of any size. */
  get congested(): boolean {
    return this.#socket.writableNeedDrain;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Settles when there is room again, or the connection has closed. */
  drained(): Promise<void> {
    this.#drained ??= Promise.withResolvers<void>();
    return this.#drained.promise;
  }

  send(frame: EncodedFrame): void {
    if (!this.#open) return;
    const [only] = frame;
    if (only !== undefined && frame.length === 1) {
      this.#socket.write(only);
      return;
    }
    this.#socket.cork();
    for (const piece of frame) this.#socket.write(piece);
    this.#socket.uncork();
  }

  close(reason: Error): void {
    this.#reason ??= reason;
    this.#socket.destroy();
    this.#ended();
  }

  /** Whether this connection keeps the process alive. */
  unref(): void {
    this.#socket.unref();
  }

  #read(splitter: FrameSplitter, chunk: Buffer): void {
    if (!this.#open) return;
    try {
      splitter.push(chunk);
    } catch (error) {
      this.close(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #release(): void {
    this.#drained?.resolve();
    this.#drained = null;
  }

  #ended(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#release();
    this.#events.closed(this.#reason ?? new Error('The supervisor closed the connection.'));
  }
}

/**
 * One kept connection to the service that asks the same again and again: the request's bytes are made once, and of an
 * answer only its length and whether it went well are looked at, so that the asking takes little of what is measured.
 */
import { connect, type Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
const GOOD = Buffer.from('"status":"ok"');

export class HttpConnection {
  readonly #socket: Socket;
  readonly #request: Buffer;
  #have: Buffer = Buffer.alloc(0);
  #answered: { resolve(): void; reject(error: Error): void } | null = null;

  constructor(port: number, path: string, body: string) {
    const head = [
      `POST ${path} HTTP/1.1`,
      `host: 127.0.0.1:${port}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    ];
    this.#request = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The service closed the connection.')));
  }

  ask(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#answered = { resolve, reject };
      this.#socket.write(this.#request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#have = this.#have.length === 0 ? chunk : Buffer.concat([this.#have, chunk]);
    const head = this.#have.indexOf(HEAD_END);
    if (head === -1) return;
    const length = /^content-length: *(\d+)/im.exec(this.#have.toString('latin1', 0, head))?.[1];
    if (length === undefined) {
      this.#fail(new Error('The service answered without a length.'));
      return;
    }
    const end = head + HEAD_END.length + Number(length);
    if (this.#have.length < end) return;
    const answer = this.#have.subarray(0, end);
    this.#have = this.#have.subarray(end);
    const waiting = this.#answered;
    this.#answered = null;
    if (answer.includes(GOOD)) waiting?.resolve();
    else waiting?.reject(new Error(`The service answered: ${answer.toString().slice(0, 700)}`));
  }

  #fail(error: Error): void {
    this.#answered?.reject(error);
    this.#answered = null;
  }
}

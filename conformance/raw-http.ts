/**
 * Speaks HTTP/1.1 byte by byte, so that a test can send what no client library would.
 */
import { connect, type Socket } from 'node:net';

export type RawAnswer = {
  /** 0 when the server closed without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Sends these chunks, then reads until the server closes or `idleMs` have passed without a byte. */
export async function sendRaw(
  port: number,
  chunks: readonly (string | Uint8Array)[],
  { idleMs = 3000, end = false }: { readonly idleMs?: number; readonly end?: boolean } = {},
): Promise<RawAnswer[]> {
  const socket = await connected(port);
  const received = collect(socket, idleMs);
  for (const chunk of chunks) socket.write(chunk);
  if (end) socket.end();
  return parseAnswers(await received);
}

export function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Everything that comes until the connection ends or is idle for too long. */
export function collect(socket: Socket, idleMs: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  return new Promise((resolve) => {
    const finish = () => {
      socket.destroy();
      resolve(Buffer.concat(parts));
    };
    socket.setTimeout(idleMs, finish);
    socket.on('data', (part: Buffer) => parts.push(part));
    socket.once('close', finish);
    socket.on('error', () => undefined);
  });
}

export function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const [first = '', ...rest] = bytes.subarray(at, end).toString('latin1').split('\r\n');
    const headers = Object.fromEntries(
      rest.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = bytes.subarray(end + 4, end + 4 + length).toString('utf8');
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
    if (status >= 200) answers.push({ status, headers, body });
    at = end + 4 + length;
  }
  return answers;
}

export function postBytes(
  port: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const all = {
    host: `127.0.0.1:${port}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /execute HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

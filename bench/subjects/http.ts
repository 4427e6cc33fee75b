/**
 * The whole way: a request over HTTP to the real service, in a process of its own, and its answer.
 */
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { startServer } from '../../conformance/server.ts';
import { type Opened, type Subject, timed } from '../subject.ts';

const BODY = JSON.stringify({ language: 'noop', code: ':\n' });

type Service = { readonly port: number; close(): Promise<void> };
let service: Promise<Service> | null = null;
let users = 0;

/** One service for all subjects that ask it. */
function sharedService(): Promise<Service> {
  users++;
  service ??= startServer({
    languages: 'all',
    settings: { LANGUAGES_DIR: join(import.meta.dirname, '../languages') },
  }).then((server) => ({
    port: server.port,
    close: async () => {
      if (--users === 0) await server[Symbol.asyncDispose]();
    },
  }));
  return service;
}

function post(agent: Agent, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/execute',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        answer.once('end', () => {
          if (text.includes('"status":"ok"')) resolve();
          else reject(new Error(`The service answered ${answer.statusCode}: ${text.slice(0, 500)}`));
        });
      },
    );
    asked.once('error', reject);
    asked.end(BODY);
  });
}

export const overHttp = (concurrency: number): Subject => ({
  name: `HTTP, ${concurrency} at a time`,
  about: '`POST /execute` to its answer, over a kept connection',
  share: 1,
  open: async (): Promise<Opened> => {
    const { port, close } = await sharedService();
    const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
    return {
      round: (count) => timed(count, concurrency, () => post(agent, port)),
      [Symbol.asyncDispose]: async () => {
        agent.destroy();
        await close();
      },
    };
  },
});

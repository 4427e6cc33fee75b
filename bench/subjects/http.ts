/**
 * The whole way: a request over HTTP to the real service, in a process of its own, and its answer. Asked by a small C
 * client, since what the asking takes of the machine is missing in what is measured.
 */
import { join } from 'node:path';
import { startServer } from '../../conformance/server.ts';
import type { Opened, Subject } from '../subject.ts';
import { openRounds } from './round-program.ts';

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

export const overHttp = (concurrency: number): Subject => ({
  name: `HTTP, ${concurrency} at a time`,
  about: '`POST /execute` to its answer, over a kept connection',
  // The last of a round do not fill the machine, and are few of many.
  share: concurrency === 1 ? 1 : 4,
  open: async (): Promise<Opened> => {
    const { port, close } = await sharedService();
    const client = openRounds('http_bench', [String(port), String(concurrency), BODY]);
    return {
      round: client.round,
      [Symbol.asyncDispose]: async () => {
        await client[Symbol.asyncDispose]();
        await close();
      },
    };
  },
});

/**
 * When there is no room left where the service writes, it goes on: it runs programs, answers, and stops in order. What it
 * could not write is lost, and is written again when there is room.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLog, descriptorDestination } from '../../packages/gozolite/src/telemetry/log.ts';
import { post } from '../execute.ts';
import { connected } from '../raw-http.ts';
import { until } from '../waiting.ts';

const MAIN = join(import.meta.dirname, '../../packages/gozolite/src/main.ts');
const NODE = join(import.meta.dirname, '../../node_modules/.bin/node');

let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'gozolite-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0755', 'none', place]);
});
afterAll(() => {
  execFileSync('umount', ['-l', place]);
  rmSync(place, { recursive: true, force: true });
});

function fill(): void {
  const ballast = join(place, 'ballast');
  for (let size = 1024; size >= 1; size = Math.floor(size / 2)) {
    try {
      writeFileSync(ballast, Buffer.alloc(size * 1024), { flag: 'a' });
    } catch {
      // Smaller, then.
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

it('with the log and the state on a full disk it goes on, and readiness says what is full', async () => {
  const log = join(place, 'service.log');
  const descriptor = openSync(log, 'a');
  const port = await freePort();
  const child = spawn(NODE, [MAIN], {
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      GOZOLITE_PORT: String(port),
      GOZOLITE_CACHE_DIR: place,
      GOZOLITE_ROOTFS: 'host',
    },
    stdio: ['ignore', descriptor, descriptor],
  });
  closeSync(descriptor);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const server = { base: `http://127.0.0.1:${port}` };
  const echo = async (word: string) =>
    (await post(server, JSON.stringify({ language: 'bash', code: `echo ${word}` }))).result.stdout ===
    `${word}\n`;
  try {
    await until(
      () =>
        connected(port).then(
          (socket) => socket.destroy(),
          () => null,
        ),
      {
        withinMs: 30_000,
        what: 'it listens',
        everyMs: 50,
      },
    );
    await until(() => echo('first'), { withinMs: 120_000, what: 'it runs programs', everyMs: 100 });
    fill();
    const full = statSync(log).size;
    // More than the rest of a page that the log may still have.
    for (let run = 0; run < 40; run++) expect(await echo(`run${run}`)).toBe(true);
    expect(statSync(log).size - full).toBeLessThan(8192);
    const ready = await fetch(`${server.base}/health/ready`);
    expect({ status: ready.status, text: await ready.text() }).toMatchObject({
      status: 503,
      text: expect.stringContaining(place),
    });
    truncateSync(join(place, 'ballast'), 0);
    expect(await echo('last')).toBe(true);
    const last = createHash('sha256').update('echo last').digest('hex');
    await until(() => new RegExp(`"${last}".*\\n$`).test(readFileSync(log, 'utf8')), {
      withinMs: 5000,
      what: 'it is logged again',
    });
    const lines = readFileSync(log, 'utf8').slice(0, -1).split('\n');
    for (const line of lines) expect(() => JSON.parse(line), line).not.toThrow();
  } finally {
    child.kill('SIGTERM');
  }
  expect(await exited).toBe(0);
});

it('the log keeps some lines, and tells how many lines it lost when the disk stays full for long', async () => {
  const path = join(place, 'long.log');
  const descriptor = openSync(path, 'a');
  try {
    const log = createLog({ level: 'info', destination: descriptorDestination(descriptor) });
    fill();
    const sent = 2000;
    for (let line = 0; line < sent; line++) log.info({ count: line, reason: 'x'.repeat(900) }, 'execution');
    truncateSync(join(place, 'ballast'), 0);
    truncateSync(join(place, 'service.log'), 0);
    log.info({}, 'there is room again');
    const written = (): Record<string, unknown>[] =>
      readFileSync(path, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    await until(() => written().at(-1)?.level === 'warn', { withinMs: 5000, what: 'it tells what it lost' });
    const lines = written();
    const kept = lines.filter(({ msg }) => msg === 'execution').length;
    expect(kept).toBeGreaterThan(100);
    expect(lines.at(-1)).toMatchObject({ count: expect.any(Number) });
    expect(
      kept + Number(lines.at(-1)?.count) + lines.filter(({ msg }) => msg === 'there is room again').length,
    ).toBe(sent + 1);
  } finally {
    closeSync(descriptor);
  }
});

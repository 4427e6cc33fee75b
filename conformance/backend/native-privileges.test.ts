/**
 * The service's own privileges: it can give up all it has between launching the sandbox and using it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const NOBODY = 65_534;

test.skipIf(process.geteuid?.() !== 0)(
  'a service that has become nobody runs programs, and says so when it lost its keeper',
  async () => {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'privilege-drop.ts'), String(NOBODY)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exited = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value ?? 'null');
    const working = await next();
    expect(working).toMatchObject({ uid: NOBODY, end: { kind: 'exited', code: 5 } });
    process.kill(working.keeper, 'SIGKILL');
    const bereft = await next();
    expect(bereft).toMatchObject({ failed: true, ready: false });
    expect(bereft.problem).toMatch(/dropped its privileges/);
    expect(bereft.remedy).toMatch(/Restart the service/);
    expect((await exited)[0]).toBe(0);
  },
);

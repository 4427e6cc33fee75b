/**
 * Every attack, over HTTP, against one server, one after the other, as tests of whoever calls this.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCapabilities } from '../capabilities.ts';
import { execute } from '../execute.ts';
import { residentKb } from '../host.ts';
import { CLASSES } from './classes.ts';
import { listedDifferences } from './differences.ts';
import { carryOut, missingLanguage, openStage, type Stage, type StageOptions } from './stage.ts';

export function attackSuite(options: () => StageOptions): void {
  let stage: Stage;
  let residentBefore = 0;

  beforeAll(async () => {
    stage = await openStage({ slowness: 'measured', ...options() });
    residentBefore = residentKb(stage.scene.server.pid);
  }, 600_000);

  afterAll(() => stage?.[Symbol.asyncDispose]());

  describe.for(Object.entries(CLASSES))('%s', ([, attacks]) => {
    it.for(attacks)('$name', { timeout: 600_000 }, async (attack, { skip }) => {
      const missing = missingLanguage(attack, stage);
      skip(missing !== null, `${missing} is not installed here`);
      await carryOut(attack, stage);
    });
  });

  it('what is different on this backend is told in /capabilities', async () => {
    const { differences } = await readCapabilities(stage.scene.server.base);
    const told = differences.map(({ name }) => name);
    for (const [attack, difference] of listedDifferences()) expect(told, attack).toContain(difference);
  });

  it('floods of output take no memory of the service beyond the limits of the runs', async () => {
    const { server } = stage.scene;
    const flood = {
      language: 'bash',
      code: 'yes & yes >&2',
      limits: { output_bytes: 1 << 20, time_ms: 5000 },
    };
    await execute(server, flood);
    const resident = residentKb(server.pid);
    for (let round = 0; round < 5; round++) {
      const results = await Promise.all(Array.from({ length: 4 }, () => execute(server, flood)));
      for (const { error } of results) expect(error).toBe('OUTPUT_LIMIT_EXCEEDED');
    }
    expect(residentKb(server.pid) - resident).toBeLessThan(150_000);
  });

  it('afterwards the service is not much larger, and blames itself for nothing', () => {
    const { server } = stage.scene;
    // The largest request of the suite is 30 MB, which is held as text, as JSON and as bytes at one time.
    expect(residentKb(server.pid) - residentBefore).toBeLessThan(400_000);
    expect(server.lines().filter((line) => line.includes('INTERNAL_ERROR'))).toEqual([]);
  });
}

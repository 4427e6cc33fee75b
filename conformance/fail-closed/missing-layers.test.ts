/**
 * With each mandatory layer taken away in turn, the service is not ready, runs nothing, and says which layer it is and what to
 * do: to whoever asks for its health, to whoever sends it a program, and to whoever runs `gozolite doctor`.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { descendantsOf } from '../host.ts';
import { until } from '../waiting.ts';
import { openWorkshop, type Workshop } from './deprived.ts';
import { answer, consult, serve } from './faces.ts';
import { MISSING_LAYERS, type MissingLayer } from './layers.ts';

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop();
});
afterAll(() => workshop?.[Symbol.dispose]());

/** Names of the processes that are, or are to become, programs. */
const PROGRAMS = /^gozolite-(waitin|init)/;

it.for(MISSING_LAYERS.map((one): [string, MissingLayer] => [one.name, one]))(
  'nothing runs when %s',
  async ([, missing]) => {
    const { path } = workshop.supervisor(missing);
    const seen: string[] = [];
    {
      await using service = await serve(path);
      const problem = await service.problem();
      expect(problem).toMatch(missing.says);
      const { status, reasons } = await service.readiness();
      expect(status).toBe(503);
      expect(reasons[0]).toMatch(missing.says);
      expect(reasons[0]).toMatch(missing.remedy);
      if (missing.layer !== 'sandbox')
        expect(reasons[0]).toContain(`The isolation layer ${missing.layer} is not in force`);
      const { error, message } = await answer(service);
      expect(error).toBe('NOT_READY');
      expect(message).toMatch(missing.says);
      expect(message).toMatch(missing.remedy);
      expect(await service.layers()).toContainEqual(
        expect.objectContaining({ name: missing.layer, mandatory: true, state: 'unavailable' }),
      );
      seen.push(...descendantsOf(process.pid).map(({ name }) => name));
    }
    expect(
      seen.filter(
        (name) =>
          !/^gozolite-|^supervisor-\d+$|^(sh|flock|setpriv|without|unshare|mount|umount|findmnt|id)$/.test(
            name,
          ),
      ),
    ).toEqual([]);
    const { code, failed } = await consult(path);
    expect(code).not.toBe(0);
    expect(failed.some((line) => line.includes(missing.layer) && missing.remedy.test(line))).toBe(true);
    await until(() => descendantsOf(process.pid).every(({ name }) => !PROGRAMS.test(name)), {
      withinMs: 5000,
      what: 'no sandbox is left',
    });
  },
);

it('a kernel without Landlock is enough, and is said to be without it', async () => {
  const { path } = workshop.supervisor({ refuse: ['landlock_create_ruleset=ENOSYS'] });
  await using service = await serve(path);
  expect(await service.problem()).toBeNull();
  expect(await service.layers()).toContainEqual(
    expect.objectContaining({
      name: 'landlock',
      mandatory: false,
      state: 'unavailable',
      remedy: expect.any(String),
    }),
  );
});

it.each([
  ['is not there', '/nonexistent/supervisor'],
  ['is not a program', '/etc/hostname'],
  ['ends at once', '/bin/false'],
])('nothing runs when the supervisor %s', async (_, path) => {
  await using service = await serve(path);
  expect(await service.problem()).toMatch(/supervisor/);
  expect((await service.readiness()).status).toBe(503);
  expect((await answer(service)).error).toBe('NOT_READY');
  expect((await consult(path)).code).not.toBe(0);
});

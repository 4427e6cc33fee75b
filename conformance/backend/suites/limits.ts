/**
 * Limits that a program meets as an error of a call, and may survive: processes, disk, file size, open files.
 */
import { describe, expect, test } from 'vitest';
import { NOISE } from '../../waiting.ts';
import { probe, said, stdoutOf } from '../probe.ts';
import type { Bench } from '../subject.ts';

const EAGAIN = 11;
const EFBIG = 27;
const EMFILE = 24;
const ENOSPC = 28;
const SIGXFSZ = 25;

export function limits({ run, backend }: Bench): void {
  describe('the limit of processes', () => {
    test('is met as EAGAIN, and is evidence', async () => {
      const outcome = await run(probe('crowd', [50], { limits: { processes: 10 } }));
      const event = outcome.events.find(({ kind }) => kind === 'processes');
      expect(event).toMatchObject({ allowed: 10 });
      if (outcome.killedFor === null) {
        expect(said(outcome).errno).toBe(EAGAIN);
        expect(said(outcome).made).toBeLessThan(10);
      } else expect(outcome.killedFor).toBe('processes');
    });

    test('is not met by as many as are allowed', async () => {
      const outcome = await run(probe('crowd', [9], { limits: { processes: 12 } }));
      expect(outcome).toMatchObject({ end: { kind: 'exited', code: 0 }, killedFor: null, events: [] });
      expect(stdoutOf(outcome)).toBe('made=9 errno=0\n');
    });

    test('holds a fork bomb, of which nothing is left', NOISE, async () => {
      const outcome = await run(probe('bomb', [], { limits: { processes: 20, time_ms: 500 } }));
      expect(['processes', 'wall_time', 'cpu_time']).toContain(outcome.killedFor);
      expect(outcome.timings.teardownMs).toBeLessThan(500);
      expect((await backend().stats()).in_flight).toBe(0);
    });
  });

  describe('the limit of the disk', () => {
    test.each(['filled', '/tmp/filled'])('is met as ENOSPC in %s', async (file) => {
      const outcome = await run(probe('fill', [file, 40_000_000], { limits: { disk_kb: 8 * 1024 } }));
      expect(outcome.events.map(({ kind }) => kind)).toContain('disk');
      if (outcome.killedFor !== null) expect(outcome.killedFor).toBe('disk');
      else {
        expect(said(outcome).errno).toBe(ENOSPC);
        expect(said(outcome).written).toBeLessThanOrEqual(8 * 1024 * 1024);
      }
    });

    test('is not met by half of it', async () => {
      const outcome = await run(probe('fill', ['filled', 4_000_000], { limits: { disk_kb: 8 * 1024 } }));
      expect(stdoutOf(outcome)).toBe('written=4000000 errno=0\n');
      expect(outcome.events).toEqual([]);
    });
  });

  describe('the limit of a file', () => {
    test('is met as EFBIG by who ignores the signal', async () => {
      const outcome = await run(probe('fill', ['big', 5_000_000], { limits: { file_kb: 1024 } }));
      expect(said(outcome)).toEqual({ written: 1024 * 1024, errno: EFBIG });
    });

    test('ends who does not, with evidence', async () => {
      const outcome = await run(probe('overrun', ['big', 5_000_000], { limits: { file_kb: 1024 } }));
      expect(outcome.end).toEqual({ kind: 'signaled', signal: SIGXFSZ });
      expect(outcome.events.find(({ kind }) => kind === 'file_size')).toMatchObject({ allowed: 1024 * 1024 });
    });
  });

  test('the limit of open files is met as EMFILE', async () => {
    const outcome = await run(probe('open', [], { limits: { open_files: 20 } }));
    expect(said(outcome).errno).toBe(EMFILE);
    expect(said(outcome).opened).toBeLessThanOrEqual(17);
  });
}

/** Attempts to meet, watch or starve a neighbour, and to reach what listens on the host. */
import assert from 'node:assert/strict';
import type { ExecutionRequest } from '@gozolite/client';
import type { Attack, Scene } from '../attack.ts';
import { HELD } from '../attack.ts';
import { limited } from '../requests.ts';

const WORD = 'conformance-meeting-word';

/** Of the channels that one sandbox has within itself, those that the listener must hear there, or it is deaf. */
const AUDIBLE = [
  'abstract socket',
  'netlink port',
  'System V objects',
  'file in /tmp',
  'file in /dev/shm',
  'processes in /proc',
  'inotify /usr/bin/id',
  'flock /',
  'flock /usr/bin/env',
  'flock /proc/version',
  'flock /proc/self/ns/time',
  'flock /dev/null',
  'record lock /dev/null',
];

const talk =
  (role: 'send' | 'listen' | 'both', slots: number) =>
  ({ slowness, privilege }: Scene): Partial<ExecutionRequest> => ({
    args: [role, String(200 * slowness), String(slots), privilege],
    ...limited({
      // A machine that is slow is given longer slots, and so needs longer for as many.
      time_ms: 18_000 * (role === 'listen' ? slowness : 1),
      cpu_time_ms: 18_000 * (role === 'listen' ? slowness : 1),
      processes: 64,
      open_files: 4096,
      memory_kb: 131_072,
    }),
  });

export const NEIGHBOURS: readonly Attack[] = [
  {
    name: 'leaves a word wherever a neighbour or the next run could find it',
    program: 'neighbours/leave.py',
    request: () => ({ ...limited({ time_ms: 5000 }), stdin: `${WORD} 2.5`, args: [WORD] }),
    verdicts: [null],
    companion: {
      program: 'neighbours/find.py',
      request: ({ privilege }) => ({ stdin: `${WORD} ${privilege}` }),
      stdout: HELD,
    },
  },
  {
    name: 'talks to itself over every channel that the next attack uses',
    program: 'neighbours/channels.c',
    request: talk('both', 30),
    verdicts: [null],
    check: ({ stdout }) => {
      for (const name of AUDIBLE)
        assert.ok(stdout.includes(`works: ${name} (`), `${name} is not heard:\n${stdout}`);
    },
  },
  {
    name: 'sends bits to a neighbour by every known channel',
    program: 'neighbours/channels.c',
    request: talk('send', 64),
    verdicts: [null],
    companion: { program: 'neighbours/channels.c', request: talk('listen', 24), stdout: HELD },
  },
  {
    name: 'looks for a network and for what listens on the host',
    program: 'neighbours/network.py',
    request: ({ server }) => ({ stdin: String(server.port) }),
    verdicts: [null],
  },
  {
    name: 'uses up what the kernel counts by user',
    program: 'neighbours/quotas.c',
    request: () => limited({ time_ms: 8000, cpu_time_ms: 4000, open_files: 4096, memory_kb: 131_072 }),
    verdicts: [null, 'MEMORY_LIMIT_EXCEEDED'],
    companion: {
      program: 'neighbours/quotas-left.c',
      request: ({ privilege }) => ({ args: [privilege] }),
      stdout: HELD,
    },
  },
];

/** Attempts to meet, watch or starve a neighbour, and to reach what listens on the host. */
import type { Attack } from '../attack.ts';
import { HELD } from '../attack.ts';
import { limited } from '../requests.ts';

const WORD = 'conformance-meeting-word';

export const NEIGHBOURS: readonly Attack[] = [
  {
    name: 'leaves a word wherever a neighbour or the next run could find it',
    program: 'neighbours/leave.py',
    request: () => ({ ...limited({ time_ms: 5000 }), stdin: `${WORD} 2.5`, args: [WORD] }),
    verdicts: [null],
    companion: { program: 'neighbours/find.py', stdin: () => WORD, stdout: HELD },
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
    request: () => limited({ open_files: 4096, memory_kb: 131_072 }),
    verdicts: [null, 'MEMORY_LIMIT_EXCEEDED'],
    companion: { program: 'compat/threads.py', stdout: /^140 42 \[1, 2\]$/m },
  },
];

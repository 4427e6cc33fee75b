/** One attack for each published way out of a sandbox that ours was built to know. */
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

export const INCIDENTS: readonly Attack[] = [
  {
    name: 'plants links where a host would write or change owners (Judge0: CVE-2024-28185, CVE-2024-28189)',
    program: 'incidents/planted-paths.sh',
    request: ({ outside }) => ({
      stdin: `${outside}\n`,
      artifacts: ['**', 'stdout', 'folder/deep/*', 'was/*'],
    }),
    verdicts: [null],
  },
  {
    name: 'asks what listens on the loopback of the host (Judge0: CVE-2024-29021)',
    program: 'neighbours/network.py',
    request: ({ server }) => ({ stdin: String(server.port) }),
    verdicts: [null],
  },
  {
    name: 'reaches for the executable that started it (runc: CVE-2019-5736)',
    program: 'incidents/own-executable.c',
    verdicts: [null],
  },
  {
    name: 'looks for a folder left open (runc: CVE-2024-21626)',
    program: 'incidents/leaked-descriptor.c',
    verdicts: [null],
  },
  {
    name: 'exchanges what masks are made of (runc: CVE-2025-31133)',
    program: 'incidents/masked-paths.c',
    verdicts: [null],
  },
  {
    name: 'writes to a read-only file through the page cache (Copy Fail: CVE-2026-31431)',
    program: 'incidents/page-cache.c',
    verdicts: [null],
  },
  {
    name: 'meets another box by keyrings, vsock, io_uring or shared memory (isolate before 2.6)',
    program: 'incidents/cross-box.c',
    request: () => limited({ output_bytes: 262_144 }),
    verdicts: [null],
  },
];

/** Attacks on files: the host's, and what the service does with the program's. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Attack } from '../attack.ts';
import { requestOf, sourceOf } from '../requests.ts';

const COLLECTED: Readonly<Record<string, string>> = {
  'real.txt': 'real',
  'setuid.txt': 'setuid',
  'locked.txt': 'locked',
};

export const FILES: readonly Attack[] = [
  {
    name: "looks for the service's secret and the host's files",
    program: 'files/host-files.py',
    request: ({ server }) => ({
      stdin: `${server.secretPath} ${createHash('sha256').update(server.secret).digest('hex')}`,
    }),
    verdicts: [null],
  },
  { name: 'writes where everything is read-only', program: 'files/write-system.c', verdicts: [null] },
  {
    name: 'offers links, pipes, sockets and devices as artifacts',
    program: 'files/artifact-bait.py',
    request: () => ({ artifacts: ['*.txt', '**/*.txt', 'folder/*', 'sub.txt/*', 'root.txt/etc/passwd'] }),
    verdicts: [null],
    check: (result) => {
      const brought = result.artifacts.filter((one) => one.refused === null);
      for (const one of brought) assert.equal(one.content, COLLECTED[one.path], one.path);
      assert.ok(brought.some((one) => one.path === 'real.txt'));
      const refused = new Map(result.artifacts.map((one) => [one.path, one.refused]));
      assert.equal(refused.get('shadow.txt'), 'symlink');
      assert.equal(refused.get('fifo.txt'), 'special');
      assert.equal(refused.get('linked.txt'), 'hardlink');
    },
  },
  {
    name: 'plants links, while it is compiled, where its run writes',
    program: ['files/planted-links.c', 'files/planted-links.sh'],
    request: ({ outside }) => ({
      files: [
        { path: 'main.c', content: sourceOf('files/planted-links.c') },
        ...(requestOf(['files/planted-links.c', 'files/planted-links.sh']).files ?? []).slice(1),
        { path: 'target.txt', content: outside },
        { path: 'sub/data.txt', content: 'as it was sent' },
      ],
      compile: { args: ['-wrapper', 'sh,planted-links.sh'] },
    }),
    verdicts: [null, 'COMPILE_ERROR', 'RUNTIME_ERROR'],
    stdout: /^/,
  },
  {
    name: 'leaves links for the host to chown or delete through',
    program: 'files/chown-bait.py',
    request: ({ outside }) => ({ stdin: outside, artifacts: ['**'] }),
    verdicts: [null],
  },
];

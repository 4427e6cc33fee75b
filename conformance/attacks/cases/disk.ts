/** Attacks on the file system. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { limited } from '../requests.ts';

const FULL = ['DISK_LIMIT_EXCEEDED', null, 'MEMORY_LIMIT_EXCEEDED'] as const;
const long = { time_ms: 10_000, cpu_time_ms: 10_000 } as const;

export const DISK: readonly Attack[] = [
  {
    name: 'fills every folder',
    program: 'disk/fill.c',
    request: () => limited({ memory_kb: 131_072 }),
    verdicts: FULL,
  },
  {
    name: 'makes a million files',
    program: 'disk/million-files.c',
    request: () => limited({ memory_kb: 262_144, ...long }),
    verdicts: FULL,
    overtimeMs: 1000,
  },
  {
    name: 'nests a hundred and fifty thousand folders',
    program: 'disk/nested-folders.c',
    request: () => limited({ memory_kb: 524_288, ...long }),
    verdicts: [null, 'DISK_LIMIT_EXCEEDED'],
    overtimeMs: 1000,
  },
  {
    name: 'nests folders where artifacts are looked for',
    program: 'disk/nested-artifacts.c',
    request: () => ({
      ...limited({ memory_kb: 524_288, ...long }),
      artifacts: ['**/*.txt', '**', 'd/**/deep.txt'],
    }),
    verdicts: [null, 'DISK_LIMIT_EXCEEDED'],
    overtimeMs: 2000,
  },
  {
    name: 'writes a file past its limit',
    program: 'disk/one-large-file.c',
    verdicts: ['DISK_LIMIT_EXCEEDED', 'RUNTIME_ERROR'],
    check: (result) => assert.equal(result.stdout, ''),
  },
  {
    name: 'offers a sparse file as an artifact',
    program: 'disk/sparse-terabyte.c',
    request: () => ({ ...limited({ file_kb: 1_048_576 }), artifacts: ['*.bin'] }),
    verdicts: [null, 'DISK_LIMIT_EXCEEDED'],
    check: (result) => {
      for (const { content, refused } of result.artifacts)
        assert.deepEqual({ content, refused }, { content: null, refused: 'too_large' });
    },
  },
  {
    name: 'hides bytes in names and attributes',
    program: 'disk/attributes.c',
    request: () => limited({ memory_kb: 131_072, ...long }),
    verdicts: FULL,
  },
  {
    name: 'offers three thousand artifacts with odd names',
    program: 'disk/many-artifacts.py',
    request: () => ({ artifacts: ['**/*.txt', '*.txt'] }),
    verdicts: [null],
    check: (result) => {
      for (const { content } of result.artifacts)
        assert.ok([null, 'x', 'odd'].includes(content), `${content}`);
      assert.equal(new Set(result.artifacts.map((one) => one.path)).size, result.artifacts.length);
    },
  },
  {
    name: 'fills the disk with files that have no name',
    program: 'disk/deleted-files.c',
    request: () => limited({ memory_kb: 131_072 }),
    verdicts: FULL,
  },
  {
    name: 'reserves, links and renames without end',
    program: 'disk/reserved.c',
    request: () => limited({ memory_kb: 131_072, ...long }),
    verdicts: FULL,
  },
];

/** Attacks on and by the compiler. */
import assert from 'node:assert/strict';
import type { Attack } from '../attack.ts';
import { sourceOf } from '../requests.ts';

const BOUNDED = {
  time_ms: 4000,
  cpu_time_ms: 4000,
  memory_kb: 262_144,
  output_bytes: 65_536,
  disk_kb: 65_536,
  file_kb: 65_536,
};
const ENDED = [
  'COMPILE_ERROR',
  'TIME_LIMIT_EXCEEDED',
  'MEMORY_LIMIT_EXCEEDED',
  'OUTPUT_LIMIT_EXCEEDED',
  'DISK_LIMIT_EXCEEDED',
] as const;
const bounded = () => ({ compile: { limits: BOUNDED } });

export const COMPILING: readonly Attack[] = [
  {
    name: 'includes a secret of the host',
    program: 'compile/include-secret.c',
    verdicts: ['COMPILE_ERROR'],
    check: (result) => assert.doesNotMatch(JSON.stringify(result), /root:[^x]/),
  },
  {
    name: 'embeds a secret of the host',
    program: 'compile/embed-secret.c',
    request: ({ server }) => ({
      files: [
        {
          path: 'main.c',
          content: sourceOf('compile/embed-secret.c').replace('SECRET_PATH', server.secretPath),
        },
      ],
    }),
    verdicts: ['COMPILE_ERROR'],
    check: (result, { server }) => assert.ok(!JSON.stringify(result).includes(server.secret)),
  },
  {
    name: 'includes itself twice at every level',
    program: 'compile/include-itself.c',
    request: bounded,
    verdicts: ENDED,
  },
  {
    name: 'asks for a binary of four gigabytes',
    program: 'compile/large-binary.c',
    request: bounded,
    verdicts: ENDED,
  },
  { name: 'expands a macro without end', program: 'compile/macro-bomb.c', request: bounded, verdicts: ENDED },
  {
    name: 'makes the compiler flood',
    program: 'compile/flood.c',
    request: bounded,
    verdicts: [null, ...ENDED],
    stdout: /^/,
  },
  {
    name: 'has its binary written elsewhere',
    program: 'cpu/busy-loop.c',
    request: ({ outside }) => ({ compile: { args: ['-o', `${outside}/victim.txt`] } }),
    verdicts: ['COMPILE_ERROR', 'TIME_LIMIT_EXCEEDED', 'RUNTIME_ERROR', 'TOOLCHAIN_BROKEN'],
  },
  {
    name: 'has no binary written at all',
    program: 'cpu/busy-loop.c',
    request: () => ({ compile: { args: ['-fsyntax-only'] } }),
    verdicts: ['COMPILE_ERROR', 'RUNTIME_ERROR', 'TOOLCHAIN_BROKEN'],
  },
  {
    name: 'leaves odd things in the folder that its run is given',
    program: ['compile/plain.c', 'compile/odd-bundle.sh'],
    request: () => ({ compile: { args: ['-wrapper', 'sh,odd-bundle.sh'] }, artifacts: ['**'] }),
    verdicts: [null, 'COMPILE_ERROR'],
  },
  {
    name: 'fills the folder that its run is given',
    program: ['compile/plain.c', 'compile/heavy-bundle.sh'],
    request: () => ({ compile: { args: ['-wrapper', 'sh,heavy-bundle.sh'] } }),
    verdicts: [null, 'DISK_LIMIT_EXCEEDED', 'MEMORY_LIMIT_EXCEEDED'],
  },
  {
    name: 'has a pipe put where its program should be',
    program: ['compile/plain.c', 'compile/replaced-binary.sh'],
    request: () => ({ compile: { args: ['-wrapper', 'sh,replaced-binary.sh'] } }),
    verdicts: ['RUNTIME_ERROR', 'COMPILE_ERROR', 'TOOLCHAIN_BROKEN'],
  },
  {
    name: 'includes a device without end',
    program: 'compile/include-device.c',
    request: bounded,
    verdicts: ENDED,
  },
  {
    name: "embeds the environment of the compiler's processes",
    program: 'compile/embed-processes.c',
    verdicts: ['COMPILE_ERROR', null],
    stdout: /^/,
  },
  {
    name: 'has the compiler fork and write for ever',
    program: ['compile/plain.c', 'compile/bomb-wrapper.sh'],
    request: () => ({
      compile: { args: ['-wrapper', 'sh,bomb-wrapper.sh'], limits: { ...BOUNDED, processes: 32 } },
    }),
    verdicts: [...ENDED, 'PROCESS_LIMIT_EXCEEDED'],
  },
];

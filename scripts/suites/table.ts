/**
 * The table of test suites: everything `npm test` runs, in this order, from the quickest to the slowest.
 */
export type Step =
  | 'supervisor'
  | 'supervisor-tests'
  | 'fuzzer'
  | 'toolchains'
  | 'unprivileged'
  | 'machine'
  | 'prometheus'
  | 'engine';

export type Suite = {
  readonly name: string;
  readonly about: string;
  /** Run from the repository's root. `{report}` stands for the file in which vitest leaves its report. */
  readonly command: readonly string[];
  /** Where the counts are read: from lines `N passed, N failed` in the output, or from vitest's report. */
  readonly counts: 'lines' | 'vitest';
  /** What must be set up before. */
  readonly needs: readonly Step[];
  /** It is killed after so long, which is several times what it takes: it must hang, and not just be on a slow machine. */
  readonly minutes: number;
};

const vitest = (project: string): readonly string[] => [
  'vitest',
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  '--outputFile={report}',
];

/** What `npm run test:languages` runs: a part of the suite `conformance`. */
export const LANGUAGES_SUITE: Suite = {
  name: 'languages',
  about: 'every sample of the languages that are named, over HTTP and bare',
  command: [...vitest('conformance'), 'conformance/languages'],
  counts: 'vitest',
  needs: [],
  minutes: 90,
};

export const SUITES: readonly Suite[] = [
  {
    name: 'check',
    about: 'types, lint and format, layers, unused code, generated files',
    command: ['node', 'scripts/check.ts'],
    counts: 'lines',
    needs: [],
    minutes: 10,
  },
  {
    name: 'unit',
    about: 'the tests beside the TypeScript code',
    command: vitest('unit'),
    counts: 'vitest',
    needs: [],
    minutes: 20,
  },
  {
    name: 'native',
    about: 'the supervisor’s own tests, as root and as a user',
    command: ['make', '-C', 'native', '--no-print-directory', 'test-all'],
    counts: 'lines',
    needs: ['supervisor', 'unprivileged'],
    minutes: 30,
  },
  {
    name: 'native-sanitized',
    about: 'the same, built with the address and undefined behaviour sanitizers',
    command: ['make', '-C', 'native', '--no-print-directory', 'test-asan'],
    counts: 'lines',
    needs: ['supervisor'],
    minutes: 30,
  },
  {
    name: 'fuzz',
    about: 'the supervisor’s parsers against a coverage-guided fuzzer',
    command: ['make', '-C', 'native', '--no-print-directory', 'fuzz'],
    counts: 'lines',
    needs: ['fuzzer'],
    minutes: 20,
  },
  {
    name: 'conformance',
    about: 'the engine on the native backend: contract, languages, attacks, nothing left behind',
    command: vitest('conformance'),
    counts: 'vitest',
    needs: ['supervisor', 'toolchains', 'unprivileged'],
    minutes: 90,
  },
  {
    name: 'operations',
    about: 'tenants, overload, audit log, traces and a real Prometheus over the whole service',
    command: vitest('operations'),
    counts: 'vitest',
    needs: ['supervisor', 'toolchains', 'prometheus'],
    minutes: 30,
  },
  {
    name: 'docker',
    about:
      'the Docker backend on a real engine: the port, attacks, languages, what a killed service or engine leaves',
    command: vitest('docker'),
    counts: 'vitest',
    needs: ['supervisor', 'toolchains', 'engine'],
    minutes: 60,
  },
  {
    name: 'deployment',
    about: 'the service’s image, built from its Dockerfile and run as Compose does, under attack',
    command: vitest('deployment'),
    counts: 'vitest',
    needs: ['supervisor', 'toolchains', 'engine'],
    minutes: 60,
  },
  {
    name: 'vm',
    about:
      'the supervisor’s tests and the whole service under attack in Debian machines with cgroup v2, as root and as a user, and its systemd unit',
    command: vitest('vm'),
    counts: 'vitest',
    needs: ['supervisor', 'supervisor-tests', 'machine'],
    minutes: 150,
  },
];

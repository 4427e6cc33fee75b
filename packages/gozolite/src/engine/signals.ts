/**
 * Names of Linux signals by number, as on x86-64 and arm64. The table is the sandbox's and not that of the host, which
 * may be another system when a backend runs code elsewhere.
 */
const NAMES = [
  ...[
    'SIGHUP',
    'SIGINT',
    'SIGQUIT',
    'SIGILL',
    'SIGTRAP',
    'SIGABRT',
    'SIGBUS',
    'SIGFPE',
    'SIGKILL',
    'SIGUSR1',
  ],
  ...['SIGSEGV', 'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM', 'SIGSTKFLT', 'SIGCHLD', 'SIGCONT', 'SIGSTOP'],
  ...['SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGXCPU', 'SIGXFSZ', 'SIGVTALRM', 'SIGPROF', 'SIGWINCH'],
  ...['SIGIO', 'SIGPWR', 'SIGSYS'],
];
const REALTIME_MIN = 34;
const REALTIME_MAX = 64;

export const signalName = (number: number): string => {
  if (number >= REALTIME_MIN && number <= REALTIME_MAX) {
    return number === REALTIME_MIN ? 'SIGRTMIN' : `SIGRTMIN+${number - REALTIME_MIN}`;
  }
  return NAMES[number - 1] ?? `SIG${number}`;
};

const MEANINGS: Readonly<Record<string, string>> = {
  SIGABRT: 'it aborted itself',
  SIGBUS: 'it used an address that is not backed by memory',
  SIGFPE: 'an arithmetic error such as a division by zero',
  SIGILL: 'it ran an instruction that does not exist',
  SIGPIPE: 'it wrote to a pipe that nobody reads',
  SIGSEGV: 'it used memory that is not its own, or its stack overflowed',
  SIGTRAP: 'it hit a trap instruction',
};

/** Why a program usually ends by this signal; null when there is no usual reason. */
export const signalMeaning = (name: string): string | null => MEANINGS[name] ?? null;

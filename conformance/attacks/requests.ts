/**
 * Turns a program's files into the request that sends it. The limits are small, so that attacks end soon.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ExecutionRequest, LimitsRequest } from '@gozolite/client';

const PROGRAMS = join(import.meta.dirname, 'programs');

const LANGUAGES: Readonly<Record<string, string>> = {
  '.c': 'c',
  '.py': 'python',
  '.sh': 'bash',
  '.java': 'java',
  '.js': 'javascript',
  '.go': 'go',
  '.rb': 'ruby',
  '.rs': 'rust',
  '.pl': 'perl',
  '.hs': 'haskell',
  '.php': 'php',
  '.cpp': 'cpp',
  '.lua': 'lua',
  '.tcl': 'tcl',
  '.R': 'r',
  '.awk': 'awk',
  '.nim': 'nim',
  '.adb': 'ada',
  '.kt': 'kotlin',
  '.scala': 'scala',
  '.ml': 'ocaml',
  '.pas': 'pascal',
  '.zig': 'zig',
};

export const ATTACK_LIMITS = {
  time_ms: 1500,
  cpu_time_ms: 1000,
  memory_kb: 65_536,
  processes: 32,
  output_bytes: 65_536,
  file_kb: 16_384,
  disk_kb: 32_768,
  open_files: 256,
} as const satisfies LimitsRequest;

export function languageOf(program: string): string {
  const language = LANGUAGES[extname(program)];
  if (language === undefined) throw new Error(`No language is known for ${program}.`);
  return language;
}

export function sourceOf(program: string): string {
  return readFileSync(join(PROGRAMS, program), 'utf8');
}

/** Where the compiled form of a program lies below a folder of such. */
export const builtName = (program: string): string => program.replaceAll('/', '-').replace(/\.c$/, '');

/**
 * The first file goes to the root of the work folder; the others keep their names beside it. With `prebuilt`, a C program
 * is sent as it was compiled there, and takes the place of the shell that starts it.
 */
export function requestOf(
  program: string | readonly [string, ...string[]],
  prebuilt?: string,
): ExecutionRequest {
  const all = typeof program === 'string' ? [program] : program;
  const first = all[0] ?? '';
  const built = prebuilt === undefined ? '' : join(prebuilt, builtName(first));
  if (built !== '' && extname(first) === '.c' && existsSync(built)) {
    return {
      language: 'bash',
      files: [
        { path: 'main.sh', content: 'chmod +x a.out && exec ./a.out "$@"' },
        { path: 'a.out', content: readFileSync(built).toString('base64'), encoding: 'base64' },
      ],
      limits: ATTACK_LIMITS,
    };
  }
  const headers = dirname(first) !== '.' && extname(first) === '.c' ? ['attack.h'] : [];
  const files = [...all, ...headers].map((path) => ({ path: basename(path), content: sourceOf(path) }));
  return { language: languageOf(first), files, limits: ATTACK_LIMITS };
}

/** `limits` above, but for these. */
export const limited = (limits: LimitsRequest): Pick<ExecutionRequest, 'limits'> => ({
  limits: { ...ATTACK_LIMITS, ...limits },
});

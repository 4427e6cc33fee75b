/**
 * A host made of a map of files, for tests: a path that is a parent of another is a folder.
 */
import type { Host } from './host.ts';

export type MapHostOptions = {
  readonly files?: Readonly<Record<string, string>>;
  readonly programs?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly kernel?: string;
  readonly platform?: string;
  readonly nodeVersion?: string;
  readonly writable?: (path: string) => boolean;
  readonly freeBytes?: number | null;
  readonly bindProblem?: string | null;
};

export function mapHost(options: MapHostOptions = {}): Host {
  const { files = {}, programs = {}, uid = 0 } = options;
  const below = (path: string) => Object.keys(files).filter((name) => name.startsWith(`${path}/`));
  return {
    platform: options.platform ?? 'linux',
    architecture: 'x64',
    kernel: options.kernel ?? '6.12.0-amd64',
    uid,
    user: uid === 0 ? 'root' : 'ada',
    nodeVersion: options.nodeVersion ?? '24.1.0',
    read: (path) => files[path] ?? null,
    list: (path) => {
      const names = below(path).map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
      return names.length === 0 ? null : [...new Set(names)];
    },
    exists: (path) => path in files || below(path).length > 0,
    may: (access, path) => (access === 'write' ? (options.writable?.(path) ?? true) : path in files),
    which: (program) => programs[program] ?? null,
    freeBytes: () => (options.freeBytes === undefined ? 2 ** 40 : options.freeBytes),
    bindProblem: async () => options.bindProblem ?? null,
  };
}

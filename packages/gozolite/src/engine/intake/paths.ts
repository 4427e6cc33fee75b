/**
 * Which paths a request may name. They are laid out below a work folder inside the sandbox, so what is refused here is
 * refused for clarity, and because a path that cannot exist would look like a fault of the platform.
 *
 * Accepted paths are relative, have `/` between folders and no empty, `.` or `..` part. A backslash is refused although
 * Linux allows it in a name: it is nearly always a Windows path, and would silently become one odd file name.
 */

/** What is wrong with it, to follow the path's name in a sentence; null when it is fine. */
export type Complaint = string | null;

const MAX_SEGMENT_BYTES = 255;
const MAX_DEPTH = 32;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f]/;

const segmentComplaint = (segment: string): Complaint => {
  if (segment === '') return 'must not have an empty part (a / at its end, or two in a row)';
  if (segment === '.' || segment === '..') return `must not have a ${segment} part`;
  if (segment === '__proto__') return 'must not have a __proto__ part';
  if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
    return `must not have a part of more than ${MAX_SEGMENT_BYTES} bytes`;
  }
  return null;
};

export const pathComplaint = (path: string): Complaint => {
  if (path === '') return 'must not be empty';
  if (CONTROL.test(path)) return 'must not have control characters';
  if (!path.isWellFormed()) return 'must be well-formed Unicode';
  if (path.includes('\\')) return 'must have / between folders, not \\';
  if (path.startsWith('/')) return 'must be relative';
  const segments = path.split('/');
  if (segments.length > MAX_DEPTH) return `must not be more than ${MAX_DEPTH} folders deep`;
  for (const segment of segments) {
    const complaint = segmentComplaint(segment);
    if (complaint !== null) return complaint;
  }
  return null;
};

export type Clash = { readonly index: number; readonly complaint: string };

/** The first path that is there already, or that needs a folder where another has a file. */
export const firstClash = (paths: readonly string[]): Clash | null => {
  const files = new Set<string>();
  for (const [index, path] of paths.entries()) {
    if (files.has(path)) return { index, complaint: 'is there twice' };
    files.add(path);
  }
  for (const [index, path] of paths.entries()) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      if (files.has(folder)) return { index, complaint: `needs a folder where the file ${folder} is` };
    }
  }
  return null;
};

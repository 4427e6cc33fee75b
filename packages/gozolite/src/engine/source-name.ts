/**
 * The file name that `code` gets: the definition's, or what the code says by the definition's pattern (a public Java
 * class must be in a file of its name). A name taken from code is only ever a plain one, in the work folder itself.
 */
import type { VersionDefinition } from '../languages/definition.ts';
import { pathComplaint } from './intake/paths.ts';

/** Long code is searched at its beginning only: names are declared there, and a pattern stays cheap. */
const SEARCHED = 65_536;

export const sourceName = (code: string, { source, source_pattern }: VersionDefinition): string => {
  if (source_pattern === undefined) return source;
  const [, ...groups] = new RegExp(source_pattern, 'm').exec(code.slice(0, SEARCHED)) ?? [];
  const name = groups.find((group) => group !== undefined);
  if (name === undefined || name.includes('/')) return source;
  const dot = source.lastIndexOf('.');
  const path = dot === -1 ? name : name + source.slice(dot);
  return pathComplaint(path) === null ? path : source;
};

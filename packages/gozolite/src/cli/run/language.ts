/**
 * Which language a file is in, by its extension. A longer extension wins over a shorter one, and a language of a smaller
 * set over one of a larger: main.ts is TypeScript. What is still shared by several languages is not guessed.
 */
import { SET_NAMES } from '../../languages/definition.ts';
import { CliError } from '../cli-error.ts';

export type KnownLanguage = {
  readonly id: string;
  readonly extensions: readonly string[];
  /** One of SET_NAMES. Any other counts as the largest. */
  readonly set: string;
};

export function languageOf(fileName: string, known: readonly KnownLanguage[]): string {
  const candidates = known.flatMap(({ id, extensions, set }) =>
    extensions
      .filter((extension) => fileName.endsWith(extension) && fileName !== extension)
      .map((extension) => ({ id, length: extension.length, size: sizeOf(set) })),
  );
  const longest = Math.max(0, ...candidates.map(({ length }) => length));
  const likely = candidates.filter(({ length }) => length === longest);
  const smallest = Math.min(...likely.map(({ size }) => size));
  const ids = [...new Set(likely.filter(({ size }) => size === smallest).map(({ id }) => id))];
  const [only, ...others] = ids;
  if (only === undefined) {
    throw new CliError(
      `No language is known for ${fileName}: name one with --language, e.g. --language python ` +
        '(`gozolite languages` lists them).',
    );
  }
  if (others.length > 0) {
    throw new CliError(`${fileName} could be any of ${ids.join(', ')}: choose one with --language.`);
  }
  return only;
}

function sizeOf(set: string): number {
  const index: number = SET_NAMES.map(String).indexOf(set);
  return index === -1 ? SET_NAMES.length : index;
}

/**
 * Which language a file is in, by its extension. A longer extension wins over a shorter one; one that several languages
 * share is not guessed.
 */
import { CliError } from '../cli-error.ts';

export type KnownLanguage = { readonly id: string; readonly extensions: readonly string[] };

export function languageOf(fileName: string, known: readonly KnownLanguage[]): string {
  const candidates = known.flatMap(({ id, extensions }) =>
    extensions
      .filter((extension) => fileName.endsWith(extension) && fileName !== extension)
      .map((extension) => ({ id, extension })),
  );
  const longest = Math.max(0, ...candidates.map(({ extension }) => extension.length));
  const ids = [
    ...new Set(candidates.filter(({ extension }) => extension.length === longest).map(({ id }) => id)),
  ];
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

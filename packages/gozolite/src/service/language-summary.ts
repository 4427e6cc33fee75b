/**
 * One sentence on what can be run here, for the line that the service says when it has looked at every toolchain.
 */
import type { LanguageInfo } from '../languages/languages.ts';

const names = (languages: readonly LanguageInfo[]): string => languages.map(({ id }) => id).join(', ');

export const languageSummary = (languages: readonly LanguageInfo[]): string => {
  const inState = (state: LanguageInfo['state']) => languages.filter((language) => language.state === state);
  const [ready, missing, broken] = [inState('ready'), inState('missing'), inState('broken')];
  const parts = [`${ready.length} of ${languages.length} languages are ready`];
  if (missing.length > 0) parts.push(`not installed: ${names(missing)}`);
  if (broken.length > 0) parts.push(`installed but not working: ${names(broken)}`);
  return parts.join('; ');
};

/**
 * What the doctor says of the toolchains: judged from the states the registry found by running canaries.
 */
import type { LanguageInfo } from '../../../languages/languages.ts';
import { type Finding, fail, ok, warn } from '../check.ts';

export function languagesFinding(languages: readonly LanguageInfo[]): Finding {
  const inState = (state: string) =>
    languages.filter((language) => language.state === state).map(({ id }) => id);
  const ready = inState('ready');
  const broken = inState('broken');
  const missing = inState('missing');
  const seen = [
    `${ready.length} of ${languages.length} ready${ready.length === 0 ? '' : `: ${ready.join(' ')}`}`,
    ...(broken.length === 0 ? [] : [`broken: ${broken.join(' ')}`]),
    ...(missing.length === 0 ? [] : [`missing: ${missing.join(' ')}`]),
  ].join('; ');
  if (ready.length === 0) return fail(seen, 'Install some: `gozolite toolchains install starter`.');
  if (broken.length > 0) return warn(seen, '`gozolite languages` says why they are broken.');
  return ok(seen);
}

/**
 * The table of `gozolite languages`: a line for each version of each language, the default first.
 */
import type { LanguageInfo } from '../../languages/languages.ts';
import { renderTable } from '../table.ts';

export function languageTable(languages: readonly LanguageInfo[]): string {
  return renderTable(
    ['ID', 'NAME', 'VERSION', 'STATE', 'REASON'],
    languages.flatMap(({ id, name, versions, version, state }) =>
      versions.length === 0
        ? [[id, name, version ?? '-', state, '']]
        : versions.map((one, index) => [
            index === 0 || one.name === null ? id : `${id}@${one.name}`,
            index === 0 ? name : '',
            one.version ?? '-',
            one.state,
            one.reason ?? '',
          ]),
    ),
  );
}

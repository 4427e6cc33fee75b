/**
 * Renders `languages/language.schema.json`, which editors complete and check language.yaml files with. The text is as the
 * repository's formatter would write it.
 */
import { LanguageDefinition } from './definition.ts';

const LINE_WIDTH = 110;

export function renderLanguageSchema(): string {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  const text = JSON.stringify({ $schema, title: 'language.yaml', ...LanguageDefinition }, null, 2);
  return `${text.replace(/^(.*)\[\n([^[\]{}]*?)\n *\](,?)$/gm, onOneLine)}\n`;
}

/** A list of plain values, on one line where that is short enough. */
function onOneLine(list: string, start: string, items: string, end: string): string {
  const values = items.split('\n').map((item) => item.trim());
  const line = `${start}[${values.join(' ')}]${end}`;
  return line.length <= LINE_WIDTH ? line : list;
}

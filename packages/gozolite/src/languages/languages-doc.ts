/**
 * Renders docs/languages.md from the definitions: what there is, where it comes from and what a user must know.
 */
import type { VersionDefinition } from './definition.ts';
import { type LoadedLanguage, loadLanguages } from './load-languages.ts';
import { loadSamples } from './samples.ts';

const HEAD = `# Languages

This page is rendered from \`languages/*/language.yaml\`; do not edit it. Which of these are installed and working on a
host is told by \`gozolite languages\` and by \`GET /capabilities\`. \`language@version\` selects a version, by its beginning.

| id | language | also called | versions | set | source |
|---|---|---|---|---|---|
`;

export function renderLanguagesDoc(languages: readonly LoadedLanguage[] = loadLanguages()): string {
  return `${HEAD}${languages.map(row).join('\n')}\n\n${languages.map(section).join('\n')}`;
}

function row({ definition: { id, name, aliases, set }, versions }: LoadedLanguage): string {
  const releases = versions.map(({ release }) => release ?? 'one').join(', ');
  const names = aliases.map((alias) => `\`${alias}\``).join(' ');
  const [first] = versions;
  return `| [\`${id}\`](#${id}) | ${name} | ${names} | ${releases} | ${set} | ${first === undefined ? '' : sourceOf(first)} |`;
}

function sourceOf({ install }: VersionDefinition): string {
  const suite = install?.suite === undefined ? '' : ` (${install.suite})`;
  const sources = [
    install?.debian === undefined ? '' : `Debian${suite}`,
    install?.npm === undefined ? '' : 'npm',
    install?.pypi === undefined ? '' : 'PyPI',
  ].filter((source) => source !== '');
  return sources.length === 0 ? 'by hand' : sources.join(', ');
}

function section(language: LoadedLanguage): string {
  const { id, name, notes, homepage, licence, source, extensions, install } = language.definition;
  const samples = loadSamples(language).filter(({ release }) => release === null);
  const lines = [
    `## ${id}`,
    '',
    `**${name}.** ${notes ?? ''}`.trim(),
    '',
    `- \`code\` becomes \`${source}\`; source files end in ${extensions.map((each) => `\`${each}\``).join(', ')}.`,
    ...(install?.official === undefined ? [] : [`- To install it: ${install.official}`]),
    ...(homepage === undefined ? [] : [`- Documentation: <${homepage}>`]),
    ...(licence === undefined ? [] : [`- Licence of the toolchain: ${licence}`]),
    `- Examples: ${samples.map((sample) => `[${sample.title}](../languages/${id}/samples/${sample.name})`).join(', ')}`,
    '',
  ];
  return lines.join('\n');
}

/**
 * Renders docs/languages.md from the definitions and from what was measured: what there is, where it comes from, what it
 * costs and what a user must know.
 */
import type { VersionDefinition } from './definition.ts';
import { type LanguageFigures, PROMISED_MS, readFigures } from './figures.ts';
import { type LoadedLanguage, loadLanguages } from './load-languages.ts';
import { loadSamples } from './samples.ts';

const HEAD = `# Languages

This page is rendered from \`languages/*/language.yaml\` and from the last measurement that was kept; do not edit it. Which of these
are installed and working on a host is told by \`gozolite languages\` and by \`GET /capabilities\`. \`language@version\` selects a
version by its beginning, or another implementation by its name; without one it is the first that is installed.

\`npm run toolchains -- SET\`, or \`gozolite toolchains install SET\`, installs a set: \`starter\`, \`core\`, \`standard\` or \`all\`, each of
which contains the ones before it; or languages and versions by name. A service that runs finds them by itself.

| id | language | also called | versions | set | source |
|---|---|---|---|---|---|
`;

export function renderLanguagesDoc(
  languages: readonly LoadedLanguage[] = loadLanguages(),
  figures: LanguageFigures | null = readFigures(),
): string {
  const parts = [`${HEAD}${languages.map(row).join('\n')}\n`];
  if (figures !== null) parts.push(promises(figures));
  return [...parts, ...languages.map((language) => section(language, figures))].join('\n');
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

function promises({ date, machine, rows }: LanguageFigures): string {
  const { cpu, cores, memoryGb, kernel, load } = machine;
  const kept = (name: string, most: number) => {
    const figure = rows.find((each) => each.name === name);
    if (figure === undefined) return `| ${name} | ${most} | not measured | | |`;
    const { here_ms: here, bare_ms: bare } = figure;
    return `| ${name} | ${most} | ${ms(here)} | ${ms(bare)} | ${ratio(here, bare)} |`;
  };
  return `## First answers

From the request to the whole answer of a program that prints a line, over HTTP, with a fresh sandbox for each stage; beside the same
commands bare, by the same user in the same file system. Medians of one run of \`npm run bench:languages\`, measured warm and in turns on
${date}: ${cpu}, ${cores} cores, ${memoryGb} GB, Linux ${kernel}, load average ${load} before the start. On a busy machine all of it takes
longer, and the ratios say more than the times.

| language | at most, ms | here, ms | bare, ms | here / bare |
|---|---:|---:|---:|---:|
${Object.entries(PROMISED_MS)
  .map(([name, most]) => kept(name, most))
  .join('\n')}
`;
}

function section(language: LoadedLanguage, figures: LanguageFigures | null): string {
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
    '| version | select | set | packages | MiB | hello, ms | bare, ms | memory, MiB |',
    '|---|---|---|---|---:|---:|---:|---:|',
    ...language.versions.map((version) => versionRow(language, version, figures)),
    '',
  ];
  return lines.join('\n');
}

function versionRow(
  { definition }: LoadedLanguage,
  version: VersionDefinition,
  figures: LanguageFigures | null,
): string {
  const { release, set = definition.set, aliases = [], install } = version;
  const isDefault = release === undefined || release === definition.release;
  const name = isDefault ? definition.id : `${definition.id}@${release}`;
  const figure = figures?.rows.find((each) => each.name === name);
  const selectors = [release === undefined ? definition.id : `${definition.id}@${release}`, ...aliases];
  const size = install?.size_mb === undefined ? '' : String(install.size_mb);
  const measured =
    figure === undefined
      ? ['', '', '']
      : [ms(figure.here_ms), ms(figure.bare_ms), String(Math.ceil(figure.memory_kb / 1024))];
  const cells = [
    figure?.version ?? release ?? '',
    selectors.map((each) => `\`${each}\``).join(' '),
    set,
    packagesOf(version),
    size,
    ...measured,
  ];
  return `| ${cells.join(' | ')} |`;
}

function packagesOf({ install }: VersionDefinition): string {
  const suite = install?.suite === undefined ? '' : ` (${install.suite})`;
  const all = [
    ...(install?.debian ?? []).map((name) => `${name}${suite}`),
    ...(install?.npm ?? []),
    ...(install?.pypi ?? []),
  ];
  return all.length === 0 ? 'by hand' : all.join(', ');
}

const ms = (value: number): string => (value < 100 ? value.toFixed(1) : String(Math.round(value)));

const ratio = (here: number, bare: number): string => `${(here / bare).toFixed(2)} x`;

/**
 * Renders docs/configuration.md from the schema of the settings.
 */

import { SETTINGS } from './setting-list.ts';
import { expectation } from './setting-text.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const renderConfigurationDoc = (): string => {
  const rows = SETTINGS.map(
    ({ variable, defaultWords, schema, description }) =>
      `| \`${variable}\` | ${cell(defaultWords)} | ${cell(expectation(schema))} | ${cell(description)} |`,
  );
  return `# Configuration

<!-- Generated from packages/gozolite/src/config/settings.ts. Change it there. -->

Every setting is an environment variable. An empty one counts as not set. A wrong value stops the start with a sentence
that says what to change; a variable that begins with \`GOZOLITE_\` and is not listed here is warned about. \`/diagnostics\`
shows what is in force and where each value came from.

| variable | default | takes | what it does |
|---|---|---|---|
${rows.join('\n')}
`;
};

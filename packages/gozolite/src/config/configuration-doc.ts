/**
 * Renders docs/configuration.md from the schema of the settings.
 */

import { SETTINGS } from './setting-list.ts';
import { expectation } from './setting-text.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const renderConfigurationDoc = (): string => {
  const rows = SETTINGS.map(
    ({ path, variable, defaultWords, schema, description }) =>
      `| \`${variable}\` | \`${path}\` | ${cell(defaultWords)} | ${cell(expectation(schema))} | ${cell(description)} |`,
  );
  return `# Configuration

<!-- Generated from packages/gozolite/src/config/settings.ts. Change it there. -->

Every setting is an environment variable, and a key of the configuration file that \`GOZOLITE_CONFIG\` names, if it names one.
What the environment sets goes before what the file sets. An empty variable counts as not set. A wrong value, or a key in the file
that is not listed here, stops the start with a sentence that says what to change; a variable that begins with \`GOZOLITE_\` and is
not listed here is warned about. \`gozolite config\` and \`/diagnostics\` show what is in force and where each value came from.

The file is YAML; a name with a dot is a key within a key:

\`\`\`yaml
port: 9000
allowed_hosts: [box.example]
max_limits:
  time_ms: 20000
\`\`\`

Traces are switched on and sent where the standard variables of OpenTelemetry say, such as \`OTEL_EXPORTER_OTLP_ENDPOINT\`:
see [operating.md](operating.md#traces).

| variable | in the file | default | takes | what it does |
|---|---|---|---|---|
${rows.join('\n')}
`;
};

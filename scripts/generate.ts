/**
 * `npm run generate`: writes every file of the repository that is rendered from code. With `--check` it writes nothing
 * and names the files that are not what the code says.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderConfigurationDoc } from '../packages/gozolite/src/config/configuration-doc.ts';
import { renderLanguageSchema } from '../packages/gozolite/src/languages/language-schema.ts';
import { renderLanguagesDoc } from '../packages/gozolite/src/languages/languages-doc.ts';
import { renderSeccomp, seccompProfile } from '../packages/gozolite/src/sandbox/docker/seccomp-profile.ts';
import { serviceProfile } from '../packages/gozolite/src/sandbox/docker/service-profile.ts';

const callLists = (): string => readFileSync(join(root, 'native/src/seccomp_lists.h'), 'utf8');

const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': renderConfigurationDoc,
  'docs/languages.md': renderLanguagesDoc,
  'languages/language.schema.json': renderLanguageSchema,
  'packages/gozolite/src/sandbox/docker/seccomp.json': () => renderSeccomp(seccompProfile(callLists())),
  'deploy/docker/seccomp.json': () => renderSeccomp(serviceProfile(callLists())),
};

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

for (const [file, render] of Object.entries(GENERATED)) {
  const path = join(root, file);
  const text = render();
  if (textOf(path) === text) continue;
  if (values.check) {
    process.stdout.write(`${file} is out of date\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${file}\n`);
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
